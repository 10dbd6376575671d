import { css } from 'lit';

export const peopleStyles = css`
  :host {
    min-height: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: 0 var(--or-space-2) var(--or-space-4);
  }
  h3 {
    padding: var(--or-space-4) var(--or-space-3) var(--or-space-1);
    color: var(--or-soft);
    font-size: 0.8125rem;
  }
  .detail.last {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .badge {
    position: relative;
    flex: none;
  }
  .ask {
    display: grid;
    gap: var(--or-space-2);
    padding: var(--or-space-2) var(--or-space-3) var(--or-space-3);
  }
  .ask .button {
    min-height: 2.5rem;
    padding-inline: var(--or-space-3);
  }
  .find {
    padding: var(--or-space-1) var(--or-space-3) var(--or-space-2);
  }
  .alone {
    padding: var(--or-space-3);
    color: var(--or-soft);
    font-size: var(--or-text-s);
  }
`;
