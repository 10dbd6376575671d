import { css } from 'lit';

export const landingStyles = css`
  :host {
    display: grid;
    gap: var(--or-space-5);
    max-width: 44rem;
    margin-inline: auto;
  }
  .intro {
    display: grid;
    gap: var(--or-space-3);
  }
  form {
    display: grid;
    gap: var(--or-space-4);
  }
  form .button {
    justify-self: start;
  }
  @media (max-width: 30rem) {
    form .button {
      justify-self: stretch;
    }
  }
`;
