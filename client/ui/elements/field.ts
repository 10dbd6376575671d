import { html, nothing, type TemplateResult } from 'lit';
import { icon } from './icons.ts';
import { type Told, toldView } from './told.ts';

/** A text field in a form of the same shadow root, so that Enter, autofill and the form itself work as ever. */
export interface TextField {
  /** Unique in its shadow root. */
  readonly name: string;
  readonly label: string;
  readonly hint?: string | undefined;
  /** What is wrong with it, said beside it and read with it. */
  readonly error?: string | Told | undefined;
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
  const { name, error, code = false, password = false, onInput } = field;
  return labelled(
    field,
    html`<input
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
      aria-describedby=${describedBy(field)}
      @input=${(event: InputEvent) => onInput?.((event.target as HTMLInputElement).value)}
    />`,
  );
}

/** What stands around a field. */
export type Labels = Pick<TextField, 'name' | 'label' | 'hint' | 'error'>;

/** A field with its label, hint and error around it. */
export function labelled({ name, label, hint, error }: Labels, input: TemplateResult): TemplateResult {
  return html`<div class="field">
    <label for=${name}>${label}</label>
    ${hint === undefined ? nothing : html`<p class="hint" id="${name}-hint">${hint}</p>`}
    ${input}
    ${error === undefined ? nothing : html`<p class="error" id="${name}-error">${icon('circle-alert')}<span>${toldView(error)}</span></p>`}
  </div>`;
}

/** The ids of what describes a field. */
export function describedBy({ name, hint, error }: Labels): string | typeof nothing {
  return [error && `${name}-error`, hint && `${name}-hint`].filter(Boolean).join(' ') || nothing;
}
