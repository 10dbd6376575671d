import { css } from 'lit';

/**
 * Buttons, and links that look like them: `class="button"` is the one that a screen leads to, `quiet` the others,
 * `danger` what cannot be undone, `icon-button` a drawing with an `aria-label`.
 */
export const buttons = css`
  .button,
  .icon-button {
    display: inline-flex;
    gap: var(--or-space-2);
    align-items: center;
    justify-content: center;
    min-height: var(--or-target);
    border: 1px solid transparent;
    border-radius: var(--or-radius-m);
    font: 600 var(--or-text-m) / 1.25 var(--or-sans);
    text-decoration: none;
    cursor: pointer;
    transition:
      background-color var(--or-quick),
      border-color var(--or-quick),
      color var(--or-quick);
  }
  .button {
    padding: var(--or-space-2) var(--or-space-5);
    background: var(--or-accent);
    color: var(--or-on-accent);
  }
  .button:hover {
    background: var(--or-accent-strong);
    color: var(--or-on-accent);
  }
  .button.quiet {
    padding-inline: var(--or-space-4);
    border-color: var(--or-field-line);
    background: transparent;
    color: var(--or-ink);
  }
  .button.quiet:hover {
    background: var(--or-hover);
    color: var(--or-ink);
  }
  .button.danger {
    border-color: var(--or-wrong);
    background: transparent;
    color: var(--or-wrong);
  }
  .button.danger:hover {
    background: var(--or-wrong-ground);
  }
  .button.wide {
    width: 100%;
  }
  .icon-button {
    flex: none;
    width: var(--or-target);
    padding: 0;
    background: transparent;
    color: var(--or-soft);
  }
  .icon-button:hover,
  .icon-button[aria-expanded="true"] {
    background: var(--or-hover);
    color: var(--or-ink);
  }
  :is(.button, .icon-button):disabled,
  :is(.button, .icon-button)[aria-disabled="true"] {
    opacity: 0.55;
    cursor: default;
  }
  @media (forced-colors: active) {
    .button,
    .icon-button {
      border-color: ButtonText;
    }
  }
`;
