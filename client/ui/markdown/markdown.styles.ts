import { css } from 'lit';

/** How the Markdown of a message looks, in `.text`. Lines end where their author ended them. */
export const markdownStyles = css`
  .text {
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .text > * + * {
    margin-top: var(--or-space-2);
  }
  .text p {
    white-space: pre-wrap;
  }
  .text .title {
    font-weight: 700;
    font-size: var(--or-text-l);
  }
  .text :is(ul, ol) {
    padding-inline-start: 1.4em;
  }
  .text ul {
    list-style: disc;
  }
  .text ol {
    list-style: decimal;
  }
  .text .task {
    display: flex;
    gap: var(--or-space-2);
    margin-inline-start: -1.4em;
  }
  .text code {
    padding: 0.1em 0.35em;
    border-radius: 0.35em;
    background: var(--or-hover);
  }
  .text pre {
    margin: 0;
    margin-top: var(--or-space-2);
    padding: var(--or-space-3);
    border: 1px solid var(--or-line);
    border-radius: var(--or-radius-s);
    background: var(--or-hover);
    white-space: pre-wrap;
  }
  .text pre code {
    padding: 0;
    background: none;
  }
  .text blockquote {
    margin: 0;
    margin-top: var(--or-space-2);
    padding-inline-start: var(--or-space-3);
    border-inline-start: 3px solid var(--or-line);
    color: var(--or-soft);
  }
  .text hr {
    border: 0;
    border-top: 1px solid var(--or-line);
  }
  .text .table {
    overflow-x: auto;
  }
  .text table {
    border-collapse: collapse;
    font-size: var(--or-text-s);
  }
  .text :is(th, td) {
    padding: var(--or-space-1) var(--or-space-3);
    border: 1px solid var(--or-line);
    text-align: start;
  }
`;
