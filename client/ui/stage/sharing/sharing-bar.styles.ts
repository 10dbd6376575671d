import { css } from 'lit';

export const sharingBarStyles = css`
  .bar {
    display: flex;
    gap: var(--or-space-3);
    align-items: center;
    padding: var(--or-space-2) clamp(var(--or-space-3), 3vw, var(--or-space-5));
    border-bottom: 1px solid var(--or-line);
    background: var(--or-accent-ground);
  }
  or-preview {
    flex: none;
    height: 2.75rem;
  }
  .paused {
    opacity: 0.45;
  }
  .words {
    display: grid;
    flex: 1;
    min-width: 0;
    line-height: 1.3;
  }
  .words b {
    overflow: hidden;
    font-weight: 600;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .audience {
    overflow: hidden;
    justify-self: start;
    max-width: 100%;
    min-height: 1.5rem;
    margin-inline-start: -0.25rem;
    padding: 0 0.25rem;
    border: 0;
    border-radius: var(--or-radius-s);
    background: none;
    color: inherit;
    font: 400 var(--or-text-s) / 1.3 var(--or-sans);
    font-variant-numeric: tabular-nums;
    text-align: start;
    text-decoration: underline dotted;
    text-overflow: ellipsis;
    text-underline-offset: 0.25em;
    white-space: nowrap;
    cursor: pointer;
  }
  .audience:hover {
    background: var(--or-hover);
  }
  .modes {
    display: flex;
    flex: none;
    min-width: 0;
    margin: 0;
    padding: 2px;
    border: 1px solid var(--or-field-line);
    border-radius: var(--or-radius-m);
  }
  .modes label {
    position: relative;
    cursor: pointer;
  }
  .modes input {
    position: absolute;
    inset: 0;
    margin: 0;
    opacity: 0;
    cursor: pointer;
  }
  .modes span {
    display: block;
    padding: 0.4rem 0.7rem;
    border-radius: 0.6rem;
    font-size: var(--or-text-s);
    font-weight: 600;
  }
  .modes input:checked + span {
    background: var(--or-accent);
    color: var(--or-on-accent);
  }
  .modes input:focus-visible + span {
    outline: var(--or-ring);
    outline-offset: 2px;
  }
  .small {
    flex: none;
    min-height: 2.5rem;
    padding-inline: var(--or-space-3);
    font-size: var(--or-text-s);
  }
  .stop {
    background: var(--or-card);
  }
  @media (max-width: 52rem) {
    .bar {
      flex-wrap: wrap;
      gap: var(--or-space-2);
    }
    or-preview {
      display: none;
    }
    .words {
      flex-basis: 50%;
    }
    .stop {
      order: 1;
    }
    .modes {
      order: 2;
      margin-inline-end: auto;
    }
    .bar > :is(.button.small:not(.stop), or-menu) {
      order: 3;
    }
    .small:not(.stop) {
      width: 2.75rem;
      padding: 0;
    }
    .small:not(.stop) span {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
  }
  @media (forced-colors: active) {
    .modes input:checked + span {
      background: Highlight;
      color: HighlightText;
    }
  }
`;
