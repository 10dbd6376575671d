import { css } from 'lit';

/** What every shadow root begins with: text, links, buttons, fields, lists. Screens put their own styles after it. */
export const controls = css`
  :host {
    display: block;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  h1,
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd,
  figure {
    margin: 0;
    padding: 0;
  }
  ul,
  ol {
    list-style: none;
  }
  h1 {
    font: var(--or-title-l);
    letter-spacing: -0.015em;
    text-wrap: balance;
    overflow-wrap: anywhere;
  }
  h2 {
    font: var(--or-title-s);
  }
  h3 {
    font: 600 var(--or-text-m) / 1.4 var(--or-sans);
  }
  h1:focus {
    outline: none;
  }
  a {
    color: var(--or-accent);
    text-underline-offset: 0.18em;
  }
  a:hover {
    color: var(--or-accent-strong);
  }
  code {
    font: 0.875em/1.5 var(--or-mono);
    overflow-wrap: anywhere;
  }
  :focus-visible {
    outline: var(--or-ring);
    outline-offset: 2px;
  }
  .soft {
    color: var(--or-soft);
  }
  .small {
    font-size: var(--or-text-s);
  }
  .lead {
    color: var(--or-soft);
    font-size: var(--or-text-l);
    text-wrap: pretty;
  }
  .stack {
    display: grid;
    gap: var(--or-space-4);
  }
  .stack > * {
    min-width: 0;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: var(--or-space-3);
    align-items: center;
  }
  .card {
    padding: clamp(var(--or-space-4), 4vw, var(--or-space-5));
    border: 1px solid var(--or-line);
    border-radius: var(--or-radius-l);
    background: var(--or-card);
    box-shadow: var(--or-shadow);
  }
  .only-read {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .icon {
    flex: none;
    width: 1.25em;
    height: 1.25em;
  }
`;
