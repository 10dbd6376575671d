import { css } from 'lit';

/** Choices one below the other, each with what it means. */
export const choiceStyles = css`
  fieldset {
    min-width: 0;
    margin: 0;
  }
  .options {
    display: grid;
    gap: var(--or-space-2);
  }
  .option {
    display: flex;
    gap: var(--or-space-3);
    align-items: flex-start;
    padding: var(--or-space-3) var(--or-space-4);
    border: 1px solid var(--or-line);
    border-radius: var(--or-radius-m);
    cursor: pointer;
  }
  .option:hover {
    background: var(--or-hover);
  }
  .option:has(:checked) {
    border-color: var(--or-accent);
    background: var(--or-accent-ground);
  }
  .option:has(:focus-visible) {
    outline: var(--or-ring);
    outline-offset: 2px;
  }
  .option input {
    flex: none;
    margin-top: 0.15rem;
    outline: none;
  }
  .option .name {
    display: block;
    font-weight: 600;
  }
  .option .detail {
    display: block;
    color: var(--or-soft);
    font-size: var(--or-text-s);
  }
`;
