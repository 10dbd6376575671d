import { css } from 'lit';

export const dialogStyles = css`
  :host {
    display: contents;
  }
  dialog {
    width: min(34rem, calc(100vw - 2rem));
    max-height: min(44rem, calc(100dvh - 3rem));
    margin: auto;
    padding: 0;
    overflow: auto;
    border: 1px solid var(--or-line);
    border-radius: var(--or-radius-l);
    background: var(--or-raised);
    color: var(--or-ink);
    box-shadow: var(--or-shadow-high);
  }
  dialog[open] {
    animation: come var(--or-calm);
  }
  dialog::backdrop {
    background: var(--or-shade);
  }
  .frame {
    display: grid;
    gap: var(--or-space-4);
    padding: var(--or-space-5);
  }
  .head {
    display: flex;
    gap: var(--or-space-3);
    align-items: center;
    justify-content: space-between;
  }
  .head .icon-button {
    margin: calc(-1 * var(--or-space-2));
  }
  h2 {
    font: var(--or-title-m);
    overflow-wrap: anywhere;
  }
  .content {
    min-width: 0;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: var(--or-space-3);
    justify-content: flex-end;
  }
  .actions[hidden] {
    display: none;
  }
  @keyframes come {
    from {
      opacity: 0;
      transform: translateY(0.75rem);
    }
  }
  @media (max-width: 34rem) {
    dialog {
      width: 100vw;
      max-width: 100vw;
      max-height: calc(100dvh - 2rem);
      margin: auto 0 0;
      border-width: 1px 0 0;
      border-radius: var(--or-radius-l) var(--or-radius-l) 0 0;
    }
    .frame {
      padding: var(--or-space-4) var(--or-space-4) calc(var(--or-space-5) + env(safe-area-inset-bottom));
    }
  }
`;
