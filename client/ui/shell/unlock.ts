import { css, html, nothing, type TemplateResult } from 'lit';
import { KeyError } from '../../identity/key-error.ts';
import type { Self } from '../../state/self.ts';
import { buttons } from '../elements/buttons.styles.ts';
import { controls } from '../elements/controls.styles.ts';
import { textField } from '../elements/field.ts';
import { fields } from '../elements/fields.styles.ts';
import { UiElement } from '../elements/ui-element.ts';
import { keySentence } from '../keys/key-fault.ts';
import { t } from '../locales/language.ts';

/** Asks for the passphrase of the key, and says what to do without it: `<or-unlock .self>`. */
class Unlock extends UiElement {
  static override properties = {
    self: { attribute: false },
    typed: { state: true },
    error: { state: true },
    isOpening: { state: true },
  };
  static override styles = [
    controls,
    buttons,
    fields,
    css`
      form {
        display: grid;
        gap: var(--or-space-4);
        max-width: 26rem;
      }
      form .button {
        justify-self: start;
      }
      details {
        margin-top: var(--or-space-5);
        font-size: var(--or-text-m);
      }
      summary {
        width: fit-content;
        min-height: var(--or-target);
        border-radius: var(--or-radius-s);
        color: var(--or-accent);
        line-height: var(--or-target);
        cursor: pointer;
      }
      details .button {
        margin-top: var(--or-space-3);
      }
      label {
        color: var(--or-ink);
      }
    `,
  ];

  declare self: Self;
  declare typed: string;
  declare error: string | undefined;
  declare isOpening: boolean;

  constructor() {
    super();
    this.typed = '';
    this.isOpening = false;
  }

  override render(): TemplateResult {
    return html`<form @submit=${this.#onSubmit} novalidate>
        ${textField({
          name: 'passphrase',
          label: t('passphrase'),
          error: this.error,
          value: this.typed,
          password: true,
          autofill: 'current-password',
          onInput: (value) => {
            this.typed = value;
            this.error = undefined;
          },
        })}
        <button class="button" type="submit" aria-disabled=${this.isOpening}>
          ${this.isOpening ? t('unlocking') : t('unlock')}
        </button>
        <p class="only-read" role="status">${this.isOpening ? t('unlocking') : nothing}</p>
      </form>
      <details>
        <summary>${t('forgotPassphrase')}</summary>
        <p>${t('forgotPassphraseText')}</p>
        <a class="button quiet" href="/settings/backup">${t('restoreTitle')}</a>
      </details>`;
  }

  override focus(): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector('input')?.focus());
  }

  /** Opening takes about a second, on purpose: guessing takes as long. */
  async #onSubmit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.isOpening) return;
    this.isOpening = true;
    try {
      await this.self.vault.unlock(this.typed);
    } catch (error) {
      if (!(error instanceof KeyError)) throw error;
      this.error = keySentence(error);
      this.focus();
    } finally {
      this.isOpening = false;
    }
  }
}

customElements.define('or-unlock', Unlock);
