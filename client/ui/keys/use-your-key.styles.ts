import { css } from 'lit';

export const useYourKeyStyles = css`
  .places {
    overflow: hidden;
    border: 1px solid var(--or-line);
    border-radius: var(--or-radius-m);
  }
  .places > li + li {
    border-top: 1px solid var(--or-line);
  }
  .places .list-row {
    border-radius: 0;
  }
  .places .list-row:focus-visible {
    outline-offset: -3px;
  }
  .list-row > .icon:first-child {
    color: var(--or-accent);
  }
  .list-row > .icon:last-child {
    color: var(--or-soft);
    transition: transform var(--or-quick);
  }
  .open .list-row > .icon:last-child {
    transform: rotate(90deg);
  }
  .places .name {
    white-space: normal;
  }
  .way {
    padding: var(--or-space-2) var(--or-space-4) var(--or-space-4);
  }
`;
