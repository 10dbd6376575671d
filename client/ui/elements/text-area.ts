import { html, nothing, type TemplateResult } from 'lit';
import { describedBy, labelled, type TextField } from './field.ts';

/** A field of several lines. */
interface TextArea extends Omit<TextField, 'password' | 'inputMode' | 'maxLength' | 'placeholder'> {
  readonly rows: number;
}

/** A {@link textField} of several lines. What is `code` is corrected and translated by nobody: that may be somebody's server. */
export function textArea(field: TextArea): TemplateResult {
  const { name, rows, error, code = false, onInput } = field;
  return labelled(
    field,
    html`<textarea
      id=${name}
      name=${name}
      rows=${rows}
      class=${code ? 'code' : nothing}
      .value=${field.value ?? ''}
      autocomplete=${field.autofill ?? 'off'}
      autocapitalize=${code ? 'none' : nothing}
      autocorrect=${code ? 'off' : nothing}
      spellcheck=${code ? 'false' : nothing}
      translate=${code ? 'no' : nothing}
      aria-invalid=${error === undefined ? nothing : 'true'}
      aria-describedby=${describedBy(field)}
      @input=${(event: InputEvent) => onInput?.((event.target as HTMLTextAreaElement).value)}
    ></textarea>`,
  );
}
