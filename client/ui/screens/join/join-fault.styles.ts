import { css } from 'lit';

/** For whoever shows a `faultView`. */
export const faultStyles = css`
  .fault {
    display: grid;
    gap: var(--or-space-4);
    max-width: 40rem;
    margin-inline: auto;
  }
  .fault .sign {
    display: inline-grid;
    place-items: center;
    width: 3.5rem;
    height: 3.5rem;
    border-radius: 50%;
    background: var(--or-amber-ground);
    color: var(--or-amber);
  }
  .fault .sign .icon {
    width: 1.75rem;
    height: 1.75rem;
  }
  .fault .row {
    margin-top: var(--or-space-2);
  }
  .told {
    display: grid;
    gap: var(--or-space-1);
    margin-top: var(--or-space-3);
    padding: var(--or-space-4) var(--or-space-5);
    border-inline-start: 3px solid var(--or-line);
    color: var(--or-soft);
    overflow-wrap: anywhere;
  }
  .told h2 {
    color: var(--or-ink);
    font: 600 var(--or-text-s) / 1.4 var(--or-sans);
  }
  .told p {
    font-size: var(--or-text-s);
  }
  @media (max-width: 30rem) {
    .fault .button {
      flex: 1 1 100%;
    }
  }
`;
