import { html, type TemplateResult } from 'lit';
import { describedBy, type Labels, labelled } from './field.ts';

/** One of a few, in the browser's own list. */
export interface ChoiceField<Value extends string> extends Labels {
  readonly choices: readonly { readonly value: Value; readonly text: string }[];
  readonly value: Value;
  readonly onChoose: (value: Value) => void;
}

/** Label, hint and a list to choose from; styles: {@link fields}. */
export function choiceField<Value extends string>(field: ChoiceField<Value>): TemplateResult {
  const { name, choices, value, onChoose } = field;
  const choose = (event: Event) => {
    const chosen = choices[(event.target as HTMLSelectElement).selectedIndex];
    if (chosen !== undefined) onChoose(chosen.value);
  };
  return labelled(
    field,
    html`<select id=${name} name=${name} aria-describedby=${describedBy(field)} @change=${choose}>
      ${choices.map(
        (choice) =>
          html`<option value=${choice.value} ?selected=${choice.value === value}>${choice.text}</option>`,
      )}
    </select>`,
  );
}
