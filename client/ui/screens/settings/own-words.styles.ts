import { css } from 'lit';

export const ownWordsStyles = css`
  .paper {
    display: grid;
    gap: var(--or-space-4);
    padding: var(--or-space-5);
    border: 1px solid var(--or-line);
    border-radius: var(--or-radius-m);
    background: var(--or-raised);
  }
  .of {
    display: flex;
    gap: var(--or-space-3);
    align-items: center;
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  /* In the order of reading: down, then across. */
  ol:focus {
    outline: none;
  }
  ol {
    columns: 3;
    column-gap: var(--or-space-5);
    counter-reset: word;
  }
  li {
    display: flex;
    gap: var(--or-space-3);
    align-items: baseline;
    padding-block: var(--or-space-1);
    border-bottom: 1px solid var(--or-line);
    font: 600 1.0625rem / 1.5 var(--or-mono);
    break-inside: avoid;
    counter-increment: word;
  }
  li::before {
    flex: none;
    width: 1.6em;
    color: var(--or-soft);
    font: 400 var(--or-text-s) / 1.5 var(--or-sans);
    font-variant-numeric: tabular-nums;
    text-align: end;
    content: counter(word);
  }
  @media (max-width: 34rem) {
    .paper {
      padding: var(--or-space-4) var(--or-space-3);
    }
    ol {
      columns: 2;
      column-gap: var(--or-space-4);
    }
    li {
      gap: var(--or-space-2);
      font-size: 1rem;
    }
  }
  @media print {
    :host > :not(.paper) {
      display: none !important;
    }
    .paper {
      border: 0;
      background: #fff;
      color: #000;
    }
    ol {
      columns: 3;
    }
    li {
      border-color: #999;
    }
    li::before {
      color: #000;
    }
  }
`;
