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
  .wide {
    grid-template-columns: minmax(20rem, 1fr) min(var(--or-panel-width, 20rem), 50vw);
  }
  /* The stage fills its side; conversation and people share the other, below their tabs. */
  .staged.wide {
    grid-template-rows: auto minmax(0, 1fr);
  }
  .staged.wide > .stage {
    grid-row: 1 / 3;
    grid-column: 1;
  }
  .staged.wide > :is(or-side-tabs, .chat, or-room-panel) {
    grid-column: 2;
    border-inline-start: 1px solid var(--or-line);
  }
  .staged.wide > .chat {
    --or-log-width: none;
  }
  .chat {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    min-width: 0;
    min-height: 0;
  }
  .stage {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    min-width: 0;
    min-height: 0;
    background: #1a1e21;
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
  .ended {
    overflow: auto;
    padding: 0 var(--or-space-4);
  }
  @media (max-width: 52rem) {
    .staged {
      grid-template-rows: auto minmax(0, 1fr);
    }
    /* The picture stays in sight above them. */
    .staged > :is(.shade, .sheet) {
      grid-row: 2;
    }
    .staged > .sheet {
      inset: 0;
    }
  }
`;
