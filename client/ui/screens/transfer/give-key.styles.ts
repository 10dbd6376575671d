import { css } from 'lit';

export const giveKeyStyles = css`
  :host {
    display: grid;
    gap: var(--or-space-4);
    grid-template-columns: minmax(0, 1fr);
  }
  .text {
    color: var(--or-soft);
    text-wrap: pretty;
  }
  .who {
    display: flex;
    gap: var(--or-space-3);
    align-items: center;
    font-family: var(--or-mono);
    overflow-wrap: anywhere;
  }
  .who .small {
    font-family: var(--or-sans);
  }
  /* However small the window is that somebody opens: who asks stays in sight. */
  .asker {
    position: sticky;
    top: 0;
    z-index: 1;
    display: grid;
    gap: var(--or-space-1);
    padding: var(--or-space-3) var(--or-space-4);
    border: 2px solid var(--or-accent);
    border-radius: var(--or-radius-m);
    background: var(--or-card);
  }
  .origin {
    font: 600 var(--or-text-l) / 1.4 var(--or-mono);
    overflow-wrap: anywhere;
  }
  .plain {
    display: flex;
    gap: var(--or-space-2);
    padding: var(--or-space-3) var(--or-space-4);
    border: 1px solid var(--or-amber-line);
    border-radius: var(--or-radius-m);
    background: var(--or-amber-ground);
    color: var(--or-amber);
    font-size: var(--or-text-s);
  }
  .wait {
    min-height: 1.4em;
  }
  .outcome {
    display: flex;
    gap: var(--or-space-3);
    align-items: flex-start;
    font-size: var(--or-text-l);
  }
  .outcome .icon {
    flex: none;
    margin-top: 0.15em;
  }
  .outcome:is(.done, .declined) .icon {
    color: var(--or-live);
  }
  .outcome.broken {
    color: var(--or-wrong);
  }
  @media (max-width: 30rem) {
    .row > .button {
      flex: 1 1 100%;
    }
  }
`;
