import { css } from 'lit';

export const panelStyles = css`
  :host {
    position: relative;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    min-width: 0;
    min-height: 0;
    border-inline-start: 1px solid var(--or-line);
    background: var(--or-card);
  }
  section {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
    grid-template-columns: minmax(0, 1fr);
    min-width: 0;
    min-height: 0;
    --or-log-width: none;
  }
  section.tabbed {
    grid-template-rows: minmax(0, 1fr);
    padding-top: var(--or-space-2);
  }
  header:not(.only-read) {
    display: flex;
    gap: var(--or-space-2);
    align-items: center;
    min-height: 3.25rem;
    padding-inline: var(--or-space-5) var(--or-space-1);
  }
  header.facing {
    padding-inline-start: var(--or-space-1);
    border-bottom: 1px solid var(--or-line);
  }
  header or-key-mark {
    --or-mark-size: 2rem;
  }
  .who {
    flex: 1;
    min-width: 0;
    line-height: 1.25;
  }
  h2 {
    flex: 1;
    overflow: hidden;
    min-width: 0;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .who h2 {
    font: 600 var(--or-text-m) / 1.3 var(--or-sans);
  }
  .count {
    margin-inline-start: var(--or-space-2);
    color: var(--or-soft);
    font: 400 var(--or-text-s) / 1 var(--or-sans);
  }
  .path {
    display: block;
    color: var(--or-soft);
    font-size: 0.75rem;
    text-wrap: pretty;
  }
  @media (max-width: 52rem) {
    :host {
      border-inline-start: 0;
      border-radius: var(--or-radius-l) var(--or-radius-l) 0 0;
      box-shadow: var(--or-shadow-high);
      animation: rise var(--or-calm);
    }
    @keyframes rise {
      from {
        opacity: 0;
        transform: translateY(1.5rem);
      }
    }
  }
`;
