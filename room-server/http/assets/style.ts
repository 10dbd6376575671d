/** The style of every page: light or dark as the reader's system is, one column on phones. */
export const style = `
:root {
  color-scheme: light dark;
  --ground: #f5f3ee;
  --card: #fffefb;
  --ink: #1e2327;
  --soft: #555d64;
  --line: #dedad0;
  --field: #ffffff;
  --field-line: #857f73;
  --accent: #1d5c48;
  --accent-strong: #154636;
  --on-accent: #ffffff;
  --live: #2b8a5f;
  --wrong: #a3262a;
  --wrong-ground: #fbeeec;
  --shadow: 0 1px 2px rgb(60 50 30 / 6%), 0 12px 32px -12px rgb(60 50 30 / 14%);
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif;
  --serif: "Iowan Old Style", Charter, "Palatino Linotype", Palatino, Georgia, "Noto Serif", "DejaVu Serif", serif;
  --mono: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}

@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171a;
    --card: #1c2125;
    --ink: #edebe5;
    --soft: #a9b1b8;
    --line: #30373d;
    --field: #14181b;
    --field-line: #78828b;
    --accent: #8ad6b5;
    --accent-strong: #a8e4ca;
    --on-accent: #0c2019;
    --live: #62cf9d;
    --wrong: #ff9d97;
    --wrong-ground: #35201f;
    --shadow: none;
  }
}

* { box-sizing: border-box; }

html { background: var(--ground); color: var(--ink); font: 1rem/1.6 var(--sans); -webkit-text-size-adjust: 100%; }

body {
  display: grid;
  grid-template-rows: 1fr auto;
  gap: 2.5rem;
  min-height: 100vh;
  min-height: 100dvh;
  margin: 0;
  padding: clamp(1.25rem, 5vw, 4rem) clamp(1rem, 5vw, 3rem) 1.5rem;
}

main { align-self: center; justify-self: center; width: 100%; max-width: 58rem; }
main.narrow { max-width: 36rem; }

h1 {
  margin: 0;
  font: 600 clamp(2rem, 1.5rem + 2.4vw, 3.1rem)/1.12 var(--serif);
  letter-spacing: -0.015em;
  overflow-wrap: anywhere;
  text-wrap: balance;
}

main.narrow h1 { font-size: clamp(1.9rem, 1.5rem + 1.6vw, 2.5rem); }

h2 { margin: 0; font: 600 1.2rem/1.3 var(--serif); }
p { margin: 0; }
a { color: var(--accent); text-underline-offset: 0.18em; }
a:hover { color: var(--accent-strong); }
code { font: 0.875em/1.5 var(--mono); overflow-wrap: anywhere; }

:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }

.stack { display: grid; gap: 1rem; }
.stack > * { min-width: 0; }
.intro { display: grid; gap: 0.9rem; margin-bottom: 2rem; }
.lead { color: var(--soft); font-size: 1.0625rem; }
.description { max-width: 42rem; font-size: 1.0625rem; white-space: pre-line; overflow-wrap: anywhere; }
.soft { color: var(--soft); font-size: 0.9375rem; }

.online { display: flex; gap: 0.6rem; align-items: center; color: var(--soft); }
.online::before {
  content: "";
  flex: none;
  width: 0.7rem;
  height: 0.7rem;
  border: 2px solid var(--field-line);
  border-radius: 50%;
}
.online.some::before { border-color: var(--live); background: var(--live); }

.card {
  padding: clamp(1.25rem, 4vw, 2rem);
  border: 1px solid var(--line);
  border-radius: 1rem;
  background: var(--card);
  box-shadow: var(--shadow);
}

.join { display: grid; gap: 1.5rem 2.5rem; }
@media (min-width: 46rem) {
  .join { grid-template-columns: minmax(0, 1fr) 15rem; align-items: start; }
}

.qr { margin: 0; display: grid; gap: 0.6rem; justify-items: center; text-align: center; }
.qr div { width: 100%; max-width: 15rem; overflow: hidden; border: 1px solid var(--line); border-radius: 0.75rem; background: #fff; }
.qr svg { display: block; width: 100%; height: auto; }

.button, button {
  display: inline-flex;
  align-items: center;
  justify-content: center;
  min-height: 2.875rem;
  padding: 0.55rem 1.25rem;
  border: 1px solid var(--accent);
  border-radius: 0.625rem;
  background: var(--accent);
  color: var(--on-accent);
  font: 600 1rem/1.3 var(--sans);
  text-align: center;
  text-decoration: none;
  cursor: pointer;
  transition: background-color 120ms ease, border-color 120ms ease;
}
.button:hover, button:hover { border-color: var(--accent-strong); background: var(--accent-strong); color: var(--on-accent); }
.button[hidden], button[hidden] { display: none; }
button.quiet { flex: none; background: transparent; color: var(--accent); }
button.quiet:hover { border-color: var(--accent-strong); background: transparent; color: var(--accent-strong); }
.wide { width: 100%; }

.field { display: grid; gap: 0.35rem; }
.field label, .label { font-weight: 600; }
.field label span { color: var(--soft); font-weight: 400; }
.field .soft { margin-bottom: 0.1rem; }
.copy { display: flex; gap: 0.6rem; }

input, textarea {
  width: 100%;
  min-width: 0;
  min-height: 2.875rem;
  padding: 0.6rem 0.8rem;
  border: 1px solid var(--field-line);
  border-radius: 0.625rem;
  background: var(--field);
  color: inherit;
  font: inherit;
}
textarea { min-height: 7rem; resize: vertical; }
input.code { font-family: var(--mono); font-size: 0.9375rem; text-overflow: ellipsis; }
[aria-invalid="true"] { border-color: var(--wrong); box-shadow: 0 0 0 1px var(--wrong); }

.error { color: var(--wrong); font-size: 0.9375rem; font-weight: 600; }
.error::before { content: "! " / ""; }
.notice { padding: 0.75rem 1rem; border: 1px solid var(--wrong); border-radius: 0.625rem; background: var(--wrong-ground); color: var(--wrong); font-weight: 600; }
main > .notice, main > .good { margin-bottom: 1.5rem; }
.good { padding: 0.75rem 1rem; border: 1px solid var(--accent); border-radius: 0.625rem; background: var(--card); color: var(--ink); }
.good strong { color: var(--accent); }
.status:empty { display: none; }
.plain { margin-top: 1.5rem; }
.plain code { white-space: nowrap; }

details { border-top: 1px solid var(--line); margin-top: 1.5rem; padding-top: 1rem; }
summary { width: fit-content; padding: 0.35rem 0; color: var(--accent); cursor: pointer; font-weight: 600; }
dl { display: grid; gap: 0.9rem; margin: 0.75rem 0 0; }
dt { color: var(--soft); font-size: 0.9375rem; }
dd { margin: 0; }

footer { justify-self: center; display: flex; flex-wrap: wrap; gap: 0.4rem 1.75rem; align-items: center; justify-content: center; color: var(--soft); font-size: 0.875rem; }
footer img { width: 1.25rem; height: 1.25rem; }
footer .product { display: flex; gap: 0.55rem; align-items: center; }
footer ul, .links { display: flex; flex-wrap: wrap; gap: 0.2rem 1.1rem; margin: 0; padding: 0; list-style: none; }
footer ul { justify-content: center; }
footer a { display: inline-block; padding: 0.4rem 0; color: inherit; }
footer [aria-current] { font-weight: 600; text-decoration: none; }
.links a { display: inline-block; padding: 0.35rem 0; font-weight: 600; }

.mode { color: var(--soft); font-weight: 600; }
.after { margin-top: 1.5rem; }
.facts { margin-top: 0; gap: 0.7rem; }
.more { padding-top: 0.75rem; }
.apps { display: grid; gap: 1.25rem; margin: 0; list-style: none; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.sessions { display: grid; gap: 1.5rem; margin: 0; padding: 0; list-style: none; }
.sessions .stack { gap: 0.6rem; }
.rows { margin: 0; padding-block: 0.5rem; list-style: none; }
.rows li + li { border-top: 1px solid var(--line); }
.rows a { display: block; padding: 0.8rem 0; font-weight: 600; }

.person { display: flex; flex-wrap: wrap; gap: 1.25rem 1.75rem; align-items: center; }
.person .mark { flex: none; width: 6.5rem; height: 6.5rem; border-radius: 50%; forced-color-adjust: none; }
.stack.tight { gap: 0.5rem; flex: 1 1 14rem; }
.button.quiet { background: transparent; color: var(--accent); }
.button.quiet:hover { border-color: var(--accent-strong); background: transparent; color: var(--accent-strong); }

.prose { white-space: normal; overflow-wrap: anywhere; }
.prose > * + * { margin-top: 0.9em; }
.prose h2, .prose h3, .prose h4, .prose h5, .prose h6 { margin-top: 1.4em; font: 600 1.15rem/1.3 var(--serif); }
.prose h3, .prose h4, .prose h5, .prose h6 { font-size: 1.05rem; }
.prose > :first-child { margin-top: 0; }
.prose ul, .prose ol { padding-inline-start: 1.4rem; margin-bottom: 0; }
.prose li + li { margin-top: 0.3em; }
.prose blockquote { margin-inline: 0; padding-inline-start: 1rem; border-inline-start: 3px solid var(--line); color: var(--soft); }
.prose pre { margin-bottom: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.prose table { width: 100%; border-collapse: collapse; }
.prose th, .prose td { padding: 0.4rem 0.6rem 0.4rem 0; border-bottom: 1px solid var(--line); text-align: start; vertical-align: top; }
.prose hr { border: 0; border-top: 1px solid var(--line); }

@media (max-width: 30rem) {
  .copy { flex-direction: column; }
  .join .button { width: 100%; }
}

@media (prefers-reduced-motion: reduce) {
  * { transition: none !important; }
}

@media (forced-colors: active) {
  .online.some::before { background: CanvasText; }
  [aria-invalid="true"] { outline: 2px solid; }
}
`;
