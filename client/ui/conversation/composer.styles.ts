import { css } from 'lit';

export const composerStyles = css`
  form {
    display: grid;
    width: 100%;
    max-width: var(--or-log-width, 52rem);
    margin-inline: auto;
    padding: 0 var(--or-space-3) var(--or-space-3);
  }
  .box {
    display: flex;
    gap: var(--or-space-1);
    align-items: flex-end;
    padding: 0.2rem;
    border: 1px solid var(--or-field-line);
    border-radius: var(--or-radius-m);
    background: var(--or-field);
  }
  .box:focus-within {
    outline: var(--or-ring);
    outline-offset: 1px;
  }
  textarea {
    flex: 1;
    min-width: 0;
    min-height: var(--or-target);
    max-height: min(14rem, 32dvh);
    padding: 0.6rem var(--or-space-3);
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    line-height: 1.5;
    resize: none;
    field-sizing: content;
  }
  textarea:focus {
    outline: none;
  }
  .send {
    min-height: var(--or-target);
    padding-inline: var(--or-space-4);
  }
  .changing {
    display: flex;
    gap: var(--or-space-2);
    align-items: center;
    justify-content: space-between;
    padding-inline-start: var(--or-space-3);
    color: var(--or-soft);
    font-size: var(--or-text-s);
  }
  .wrong {
    padding: var(--or-space-1) var(--or-space-3);
    color: var(--or-wrong);
    font-size: var(--or-text-s);
    font-weight: 600;
  }
  @media (max-width: 40rem) {
    .send span {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
  }
`;
