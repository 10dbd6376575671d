import { css } from 'lit';

/** One person in a list, whose row opens what there is with them. */
export const personRowStyles = css`
  .person {
    position: relative;
    display: flex;
    gap: var(--or-space-3);
    align-items: center;
    min-height: 3.5rem;
    padding: var(--or-space-2) var(--or-space-1) var(--or-space-2) var(--or-space-3);
    border-radius: var(--or-radius-m);
  }
  .person:hover:has(.open),
  .person:has(.open:focus-visible) {
    background: var(--or-hover);
  }
  .person.away or-key-mark,
  .person.blocked or-key-mark {
    opacity: 0.55;
  }
  .words {
    flex: 1;
    min-width: 0;
    line-height: 1.35;
  }
  .name {
    display: flex;
    gap: var(--or-space-2);
    align-items: baseline;
    min-width: 0;
  }
  .called {
    overflow: hidden;
    min-width: 0;
    padding: 0;
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    font-weight: 600;
    text-align: start;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .open {
    cursor: pointer;
  }
  /* The whole row opens the conversation; its menu lies above. */
  .open::after {
    position: absolute;
    inset: 0;
    border-radius: var(--or-radius-m);
    content: "";
  }
  .open:focus-visible {
    outline: none;
  }
  .open:focus-visible::after {
    outline: var(--or-ring);
    outline-offset: -3px;
  }
  .relation {
    flex: none;
    color: var(--or-accent);
    font-size: 0.8125rem;
    font-weight: 600;
  }
  .blocked .relation {
    color: var(--or-wrong);
  }
  .detail {
    display: block;
    color: var(--or-soft);
    font-size: 0.8125rem;
    text-wrap: pretty;
  }
  or-menu {
    position: relative;
    flex: none;
  }
`;
