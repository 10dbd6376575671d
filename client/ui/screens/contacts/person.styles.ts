import { css } from 'lit';

export const personStyles = css`
  :host {
    display: grid;
    gap: var(--or-space-5);
    align-content: start;
    min-width: 0;
  }
  .head {
    display: flex;
    gap: var(--or-space-4);
    align-items: center;
  }
  .head > or-key-mark {
    --or-mark-size: clamp(4rem, 3rem + 4vw, 5.5rem);
    flex: none;
  }
  .head > div {
    display: grid;
    gap: var(--or-space-1);
    min-width: 0;
  }
  .where {
    display: flex;
    flex-wrap: wrap;
    gap: var(--or-space-1) var(--or-space-2);
    align-items: center;
  }
  .acts {
    gap: var(--or-space-2);
  }
  section {
    display: grid;
    gap: var(--or-space-3);
  }
  .talk {
    display: grid;
    height: clamp(20rem, calc(100dvh - 24rem), 44rem);
    padding: 0;
    overflow: hidden;
  }
  .words {
    font-family: var(--or-mono);
  }
  @media (max-width: 30rem) {
    .acts .button {
      padding-inline: var(--or-space-2);
    }
    .talk {
      height: calc(100dvh - 12rem);
    }
  }
`;
