import { css } from 'lit';

export const stageStyles = css`
  :host {
    position: relative;
    min-width: 0;
    min-height: 0;
    background: #1a1e21;
  }
  .tiles {
    display: grid;
    gap: var(--or-space-2);
    box-sizing: border-box;
    height: 100%;
    padding: var(--or-space-2);
    overflow: auto;
  }
  .theatre {
    grid-template-rows: minmax(0, 1fr);
    grid-template-columns: minmax(0, 1fr);
  }
  .theatre.several {
    grid-template-rows: minmax(10rem, 1fr);
    grid-template-columns: repeat(auto-fill, minmax(9rem, 1fr));
    grid-auto-rows: 7rem;
    padding-inline-end: 3.25rem;
  }
  .theatre > [place="main"] {
    grid-row: 1;
    grid-column: 1 / -1;
  }
  .grid {
    grid-auto-rows: minmax(9rem, 1fr);
    padding-inline-end: 3.25rem;
  }
  .c1 {
    grid-template-columns: minmax(0, 1fr);
  }
  .c2 {
    grid-template-columns: repeat(2, minmax(0, 1fr));
  }
  .c3 {
    grid-template-columns: repeat(3, minmax(0, 1fr));
  }
  .switch {
    position: absolute;
    inset: var(--or-space-2) 0.4rem auto auto;
  }
  .nothing {
    display: grid;
    gap: var(--or-space-2);
    align-content: center;
    justify-items: center;
    height: 100%;
    padding: var(--or-space-4);
    color: #cfd5da;
    text-align: center;
    text-wrap: balance;
  }
  .nothing .icon {
    width: 2.5rem;
    height: 2.5rem;
    stroke-width: 1.5;
  }
  .nothing h2 {
    color: #f2f1ed;
  }
  @media (max-width: 52rem) {
    .tiles {
      padding: 0;
    }
    /* As high as a screen is at this width, with what stands below it. */
    :host {
      height: min(calc(100vw * 9 / 16 + 2.75rem), 50dvh);
    }
    :host([several]) {
      height: min(calc(100vw * 9 / 16 + 7.75rem), 60dvh);
    }
    .theatre.several {
      grid-template-rows: minmax(8rem, 1fr);
      grid-template-columns: repeat(auto-fill, minmax(6rem, 1fr));
      grid-auto-rows: 4.5rem;
      padding-inline-end: 0;
    }
    .grid {
      padding-inline-end: 0;
    }
    .switch {
      background: rgb(15 18 20 / 75%);
    }
  }
`;
