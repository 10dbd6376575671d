import { css } from 'lit';

export const landingStyles = css`
  :host {
    display: grid;
    gap: var(--or-space-6);
  }
  .first {
    display: grid;
    gap: var(--or-space-5);
  }
  .intro {
    display: grid;
    gap: var(--or-space-3);
    max-width: 48rem;
  }
  .where {
    display: grid;
    gap: var(--or-space-4);
    align-content: start;
  }
  .where .button {
    justify-self: start;
  }
  section {
    display: grid;
    gap: var(--or-space-3);
    justify-items: start;
  }
  section .rows {
    width: 100%;
  }
  .none {
    width: 100%;
    padding: var(--or-space-4);
    border: 1px dashed var(--or-field-line);
    border-radius: var(--or-radius-m);
    color: var(--or-soft);
    text-align: center;
    text-wrap: balance;
  }
  @media (min-width: 52rem) {
    .first {
      grid-template-columns: minmax(0, 1.2fr) minmax(18rem, 1fr);
      gap: var(--or-space-6) var(--or-space-5);
    }
    .intro {
      grid-column: 1 / -1;
    }
    section .rows {
      grid-template-columns: repeat(2, minmax(0, 1fr));
      column-gap: var(--or-space-3);
    }
  }
  @media (max-width: 30rem) {
    .where .button {
      justify-self: stretch;
    }
  }
`;
