import { css } from 'lit';

/** What the parts of the settings share: cards one below the other. */
export const sectionStyles = css`
  :host {
    display: grid;
    gap: var(--or-space-4);
    grid-template-columns: minmax(0, 1fr);
  }
  .card {
    display: grid;
    gap: var(--or-space-4);
  }
  .card > * {
    min-width: 0;
  }
  .text {
    max-width: 38rem;
    color: var(--or-soft);
    text-wrap: pretty;
  }
  .note {
    display: flex;
    gap: var(--or-space-2);
    align-items: flex-start;
    padding: var(--or-space-3) var(--or-space-4);
    border: 1px solid var(--or-amber-line);
    border-radius: var(--or-radius-m);
    background: var(--or-amber-ground);
    color: var(--or-amber);
    font-size: var(--or-text-s);
  }
  .note.good {
    border-color: transparent;
    background: var(--or-accent-ground);
    color: var(--or-ink);
  }
  .note .icon {
    margin-top: 0.1em;
  }
  .note > span {
    min-width: 0;
  }
  @media (max-width: 30rem) {
    .row > .button {
      flex: 1 1 100%;
    }
  }
`;
