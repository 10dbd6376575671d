import { css } from 'lit';

export const transferStyles = css`
  .page {
    display: grid;
    gap: var(--or-space-4);
    grid-template-columns: minmax(0, 1fr);
    width: 100%;
    max-width: 36rem;
    margin-inline: auto;
    padding: var(--or-space-4) clamp(var(--or-space-4), 4vw, var(--or-space-5)) var(--or-space-6);
  }
  .brand {
    display: flex;
    gap: var(--or-space-2);
    align-items: center;
    font: 600 var(--or-text-m) / 1.4 var(--or-serif);
  }
  h1 {
    font: var(--or-title-m);
  }
  .who {
    display: flex;
    gap: var(--or-space-4);
    align-items: center;
    overflow-wrap: anywhere;
  }
  .who or-key-mark {
    --or-mark-size: 3.5rem;
  }
  @media (min-width: 40rem) {
    .page {
      padding-block: var(--or-space-6);
    }
  }
  @media (max-width: 30rem) {
    .row > .button {
      flex: 1 1 100%;
    }
  }
`;
