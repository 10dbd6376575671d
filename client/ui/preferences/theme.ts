import { keep, kept } from './kept.ts';

/** `system` follows what the person told their device. */
export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const NAME = 'theme';

/** The theme that was chosen here; `system` where none was. */
export function keptTheme(): Theme {
  const text = kept(NAME);
  return THEMES.find((theme) => theme === text) ?? 'system';
}

/** Keeps a theme, and shows it. */
export function chooseTheme(theme: Theme): void {
  keep(NAME, theme);
  showTheme(theme);
}

/** Tells the stylesheets: `app.css` reads `data-theme`. */
export function showTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}
