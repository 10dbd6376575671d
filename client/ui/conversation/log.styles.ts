import { css } from 'lit';

export const logStyles = css`
  :host {
    position: relative;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    min-height: 0;
  }
  .scroller {
    position: relative;
    min-height: 0;
    overflow-y: auto;
    overflow-anchor: none;
    overscroll-behavior: contain;
    scrollbar-gutter: stable;
  }
  .scroller:focus-visible {
    outline-offset: -3px;
  }
  .lines {
    display: flex;
    flex-direction: column;
    justify-content: flex-end;
    box-sizing: border-box;
    width: 100%;
    max-width: var(--or-log-width, 52rem);
    min-height: 100%;
    margin-inline: auto;
    padding: var(--or-space-4) var(--or-space-2);
  }
  .day,
  .new {
    display: flex;
    gap: var(--or-space-3);
    align-items: center;
    margin: var(--or-space-4) var(--or-space-3) var(--or-space-1);
    color: var(--or-soft);
    font-size: 0.8125rem;
    font-weight: 600;
  }
  .day::before,
  .day::after,
  .new::before {
    content: "";
    flex: 1;
    border-top: 1px solid var(--or-line);
  }
  .new {
    color: var(--or-accent);
  }
  .new::before {
    border-color: var(--or-accent);
  }
  .newest {
    position: absolute;
    inset-block-end: var(--or-space-3);
    inset-inline: 0;
    display: grid;
    place-items: center;
    pointer-events: none;
  }
  .newest .button {
    min-height: 2.5rem;
    background: var(--or-raised);
    box-shadow: var(--or-shadow-high);
    pointer-events: auto;
  }
`;
