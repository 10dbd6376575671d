import { html } from 'hono/html';

/** A piece of a page; what templates put into it is escaped. */
export type Markup = ReturnType<typeof html>;

/** What stands in the frame that all pages share. */
export interface Page {
  readonly title: string;
  readonly main: Markup;
  /** Forms and short pages read better in a narrow column. */
  readonly narrow?: boolean;
}

/** A whole page: works without script, and loads nothing from elsewhere. */
export function layout({ title, main, narrow = false }: Page): Markup {
  return html`<!doctype html>
<html lang="en" data-state="ready">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/style.css">
<script type="module" src="/assets/copy.js"></script>
</head>
<body>
<main class="${narrow ? 'narrow' : ''}">
${main}
</main>
<footer><img src="/assets/icon.svg" alt="" width="20" height="20">A room of Open Rooms</footer>
</body>
</html>
`;
}
