import { css } from 'lit';

/** Fields of forms, with what {@link textField} writes around them. */
export const fields = css`
  .field {
    display: grid;
    gap: var(--or-space-1);
  }
  .field label,
  .label {
    font-weight: 600;
  }
  .field .hint {
    color: var(--or-soft);
    font-size: var(--or-text-s);
  }
  input:not([type="checkbox"], [type="radio"]),
  textarea,
  select {
    width: 100%;
    min-width: 0;
    min-height: var(--or-target);
    padding: var(--or-space-2) var(--or-space-3);
    border: 1px solid var(--or-field-line);
    border-radius: var(--or-radius-m);
    background: var(--or-field);
    color: inherit;
    font: inherit;
  }
  textarea {
    min-height: 6rem;
    resize: vertical;
  }
  input.code {
    font-family: var(--or-mono);
    font-size: 0.9375rem;
    text-overflow: ellipsis;
  }
  input[type="checkbox"],
  input[type="radio"] {
    width: 1.25rem;
    height: 1.25rem;
    margin: 0;
    accent-color: var(--or-accent);
  }
  ::placeholder {
    color: var(--or-soft);
    opacity: 1;
  }
  [aria-invalid="true"] {
    border-color: var(--or-wrong) !important;
    box-shadow: 0 0 0 1px var(--or-wrong);
  }
  .error {
    display: flex;
    gap: var(--or-space-1);
    align-items: baseline;
    color: var(--or-wrong);
    font-size: var(--or-text-s);
    font-weight: 600;
  }
  .error .icon {
    align-self: center;
    width: 1rem;
    height: 1rem;
  }
  .choices {
    display: flex;
    flex-wrap: wrap;
    gap: var(--or-space-2);
  }
  .choice {
    display: inline-flex;
    gap: var(--or-space-2);
    align-items: center;
    min-height: var(--or-target);
    padding: var(--or-space-1) var(--or-space-4);
    border: 1px solid var(--or-field-line);
    border-radius: var(--or-radius-m);
    cursor: pointer;
  }
  .choice:has(:checked) {
    border-color: var(--or-accent);
    background: var(--or-accent-ground);
  }
  @media (forced-colors: active) {
    [aria-invalid="true"] {
      outline: 2px solid;
    }
  }
`;
