import { css } from 'lit';

export const claimStyles = css`
  .narrow {
    display: grid;
    gap: var(--or-space-4);
    max-width: 34rem;
    margin-inline: auto;
  }
  h1.narrow {
    max-width: 56rem;
  }
  or-room-is-open {
    max-width: 56rem;
    margin: var(--or-space-3) auto 0;
  }
  .owner {
    display: flex;
    gap: var(--or-space-4);
    align-items: center;
    margin-block: var(--or-space-2);
  }
  .owner or-key-mark {
    --or-mark-size: 3.5rem;
  }
  .owner > div {
    min-width: 0;
  }
  .narrow > .button {
    justify-self: start;
  }
`;
