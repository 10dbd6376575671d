import { css } from 'lit';

/** Buttons on the dark of the stage, in every theme. */
export const toolStyles = css`
  .icon-button {
    width: 2.5rem;
    min-height: 2.5rem;
    color: #cfd5da;
  }
  .icon-button:hover,
  .icon-button[aria-expanded="true"] {
    background: rgb(255 255 255 / 12%);
    color: #ffffff;
  }
  .icon-button[aria-pressed="true"] {
    background: #1d352c;
    color: #8ad6b5;
  }
  or-menu {
    --or-soft: #cfd5da;
    --or-ring: 3px solid #8ad6b5;
  }
  :focus-visible {
    outline-color: #8ad6b5;
  }
`;
