import { css } from 'lit';

export const keyMarkStyles = css`
  :host {
    display: inline-block;
    flex: none;
    width: var(--or-mark-size, 2.5rem);
    height: var(--or-mark-size, 2.5rem);
    overflow: hidden;
    border-radius: 50%;
  }
  :host([room]) {
    border-radius: 50% 50% 12% 12%;
  }
  svg {
    display: block;
    width: 100%;
    height: 100%;
    forced-color-adjust: none;
  }
`;
