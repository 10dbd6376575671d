import { html, type TemplateResult } from 'lit';
import { KeyError } from '../../identity/key-error.ts';
import { refusalOf } from '../../state/refusal.ts';
import { buttons } from '../elements/buttons.styles.ts';
import { controls } from '../elements/controls.styles.ts';
import { textField } from '../elements/field.ts';
import { fields } from '../elements/fields.styles.ts';
import { progressBar, progressStyles } from '../elements/progress.ts';
import type { Told } from '../elements/told.ts';
import { UiElement } from '../elements/ui-element.ts';
import { t } from '../locales/language.ts';
import { keySentence } from './key-fault.ts';

/** What a passphrase opens. Reports how much is done, from 0 to 1: it takes a moment, as guessing does. */
export type Opens = (passphrase: string, onProgress: (part: number) => void) => Promise<void>;

/**
 * Asks for the passphrase, and says where it does not open what it should: `<or-ask-passphrase label=… hint=… action=…
 * .opens>`. What stands in its slot comes before its button.
 */
export class AskPassphrase extends UiElement {
  static override properties = {
    label: {},
    hint: {},
    action: {},
    opens: { attribute: false },
    error: { state: true },
    worked: { state: true },
  };
  static override styles = [controls, buttons, fields, progressStyles];

  declare label: string;
  declare hint: string | undefined;
  declare action: string;
  declare opens: Opens;
  declare error: Told | undefined;
  /** How much of it is done, while it is being opened. */
  declare worked: number | undefined;

  override render(): TemplateResult {
    return html`<form class="stack" @submit=${this.#onSubmit} novalidate>
      ${textField({
        name: 'passphrase',
        label: this.label,
        hint: this.hint,
        password: true,
        autofill: 'current-password',
        error: this.error,
        onInput: () => {
          this.error = undefined;
        },
      })}
      ${
        this.worked === undefined
          ? html`<div class="row"><slot></slot><button class="button" type="submit">${this.action}</button></div>`
          : progressBar(t('working'), this.worked)
      }
    </form>`;
  }

  override focus(): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector('input')?.focus());
  }

  async #onSubmit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const field = this.renderRoot.querySelector('input');
    if (field === null || this.worked !== undefined) return;
    this.worked = 0;
    try {
      await this.opens(field.value, (part) => {
        this.worked = part;
      });
    } catch (error) {
      if (!(error instanceof KeyError) && refusalOf(error) === undefined) throw error;
      this.error = keySentence(error);
      this.focus();
    } finally {
      this.worked = undefined;
    }
  }
}

customElements.define('or-ask-passphrase', AskPassphrase);
