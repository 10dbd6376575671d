import { html, nothing, type TemplateResult } from 'lit';
import { icon } from './icons.ts';

/** A text field in a form of the same shadow root, so that Enter, autofill and the form itself work as ever. */
export interface TextField {
  /** Unique in its shadow root. */
  readonly name: string;
  readonly label: string;
  readonly hint?: string | undefined;
  /** What is wrong with it, said beside it and read with it. */
  readonly error?: string | undefined;
  readonly value?: string;
  readonly placeholder?: string;
  /** Of `autocomplete`; `off` by default. */
  readonly autofill?: AutoFill;
  /** Keys, links and codes: no spelling, no capitals. */
  readonly code?: boolean;
  readonly password?: boolean;
  readonly maxLength?: number;
  /** Which keyboard phones show. */
  readonly inputMode?: 'numeric' | 'url';
  readonly onInput?: (value: string) => void;
}

/** Label, hint, field and error; styles: {@link fields}. */
export function textField(field: TextField): TemplateResult {
  const { name, label, hint, error, code = false, password = false, onInput } = field;
  const described = [error && `${name}-error`, hint && `${name}-hint`].filter(Boolean).join(' ');
  return html`<div class="field">
    <label for=${name}>${label}</label>
    ${hint === undefined ? nothing : html`<p class="hint" id="${name}-hint">${hint}</p>`}
    <input
      id=${name}
      name=${name}
      type=${password ? 'password' : 'text'}
      class=${code ? 'code' : nothing}
      .value=${field.value ?? ''}
      placeholder=${field.placeholder ?? nothing}
      maxlength=${field.maxLength ?? nothing}
      inputmode=${field.inputMode ?? nothing}
      autocomplete=${field.autofill ?? 'off'}
      autocapitalize=${code ? 'none' : nothing}
      spellcheck=${code ? 'false' : nothing}
      aria-invalid=${error === undefined ? nothing : 'true'}
      aria-describedby=${described || nothing}
      @input=${(event: InputEvent) => onInput?.((event.target as HTMLInputElement).value)}
    />
    ${error === undefined ? nothing : html`<p class="error" id="${name}-error">${icon('circle-alert')}${error}</p>`}
  </div>`;
}
