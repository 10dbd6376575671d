import { css } from 'lit';

export const conversationStyles = css`
  :host {
    display: grid;
    grid-template-rows: minmax(0, 1fr) auto auto;
    grid-template-columns: minmax(0, 1fr);
    min-width: 0;
    min-height: 0;
  }
  .typing {
    box-sizing: border-box;
    width: 100%;
    max-width: var(--or-log-width, 52rem);
    height: 1.6rem;
    margin-inline: auto;
    padding-inline: var(--or-space-4);
    overflow: hidden;
    color: var(--or-soft);
    font-size: 0.8125rem;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .quiet {
    display: flex;
    gap: var(--or-space-2);
    align-items: center;
    padding: var(--or-space-3) var(--or-space-4);
    border-top: 1px solid var(--or-line);
    color: var(--or-soft);
  }
  .asked {
    display: grid;
    gap: var(--or-space-2);
    margin: 0 var(--or-space-3) var(--or-space-3);
    padding: var(--or-space-3);
    border: 1px solid var(--or-line);
    border-radius: var(--or-radius-m);
    background: var(--or-card);
  }
  .asked .row {
    gap: var(--or-space-2);
  }
  .asked .button {
    min-height: 2.5rem;
    padding-inline: 0.7rem;
  }
`;
