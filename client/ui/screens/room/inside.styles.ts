import { css } from 'lit';

export const insideStyles = css`
  :host {
    display: grid;
    grid-template-rows: auto auto minmax(0, 1fr) auto;
    grid-template-columns: minmax(0, 1fr);
    min-width: 0;
    min-height: 0;
  }
  .middle {
    position: relative;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    min-height: 0;
  }
  .middle.wide {
    grid-template-columns: minmax(20rem, 1fr) min(var(--or-panel-width, 20rem), 50vw);
  }
  .chat {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    min-width: 0;
    min-height: 0;
  }
  .shade {
    position: absolute;
    z-index: 1;
    inset: 0;
    border: 0;
    background: var(--or-shade);
  }
  .sheet {
    position: absolute;
    z-index: 1;
    inset: 1.5rem 0 0;
  }
  .alone {
    display: grid;
    gap: var(--or-space-4);
    width: min(40rem, 100% - 1rem);
    margin: auto;
  }
  .alone h2 {
    font: var(--or-title-m);
  }
  .ended {
    overflow: auto;
    padding: 0 var(--or-space-4);
  }
  .keys {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: var(--or-space-2) var(--or-space-4);
    align-items: baseline;
  }
  kbd {
    display: inline-block;
    min-width: 1.75rem;
    padding: 0.1rem 0.5rem;
    border: 1px solid var(--or-field-line);
    border-bottom-width: 2px;
    border-radius: var(--or-radius-s);
    font: 600 0.875rem/1.5 var(--or-mono);
    text-align: center;
  }
  .compare {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: var(--or-space-4);
  }
  figure {
    display: grid;
    gap: var(--or-space-3);
    justify-items: center;
    text-align: center;
  }
  figure or-key-mark {
    --or-mark-size: min(9rem, 30vw);
  }
  figcaption {
    display: grid;
    overflow-wrap: anywhere;
  }
`;
