import { html, nothing, type TemplateResult } from 'lit';
import type { Identity } from '../../identity/identity.ts';
import { KeyError } from '../../identity/key-error.ts';
import type { PageState } from '../../state/page-state.ts';
import { buttons } from '../elements/buttons.styles.ts';
import { controls } from '../elements/controls.styles.ts';
import { textField } from '../elements/field.ts';
import { fields } from '../elements/fields.styles.ts';
import { progressBar, progressStyles } from '../elements/progress.ts';
import { UiElement } from '../elements/ui-element.ts';
import { t } from '../locales/language.ts';
import { keySentence } from './key-fault.ts';

/**
 * The way to what only the key's own person may see or do: `<or-reveal-key .page action=… @revealed>`, a button, and the
 * passphrase before it where there is one. A page that somebody left open is not enough. The event has the `Identity`
 * as detail.
 */
class RevealKey extends UiElement {
  static override properties = {
    page: { attribute: false },
    action: {},
    error: { state: true },
    worked: { state: true },
  };
  static override styles = [controls, buttons, fields, progressStyles];

  declare page: PageState;
  declare action: string;
  declare error: string | undefined;
  declare worked: number | undefined;

  constructor() {
    super();
    this.action = '';
  }

  override render(): TemplateResult {
    const asks = this.page.self.value?.key.value.asksPassphrase === true;
    return html`<form class="stack" @submit=${this.#onSubmit} novalidate>
      ${
        asks
          ? textField({
              name: 'passphrase',
              label: t('yourPassphrase'),
              password: true,
              autofill: 'current-password',
              error: this.error,
              onInput: () => {
                this.error = undefined;
              },
            })
          : nothing
      }
      ${
        this.worked === undefined
          ? html`<div class="row"><button class="button" type="submit">${this.action}</button></div>`
          : progressBar(t('working'), this.worked)
      }
    </form>`;
  }

  readonly #onSubmit = async (event: SubmitEvent) => {
    event.preventDefault();
    const vault = this.page.self.peek()?.vault;
    if (vault === undefined || this.worked !== undefined) return;
    const passphrase = this.renderRoot.querySelector('input')?.value;
    if (vault.asksPassphrase) this.worked = 0;
    try {
      const identity = await vault.reveal(passphrase, (part) => {
        this.worked = part;
      });
      this.dispatchEvent(new CustomEvent<Identity>('revealed', { detail: identity }));
    } catch (error) {
      if (!(error instanceof KeyError)) throw error;
      this.error = keySentence(error);
    } finally {
      this.worked = undefined;
    }
    await this.updateComplete;
    if (this.error !== undefined) this.renderRoot.querySelector('input')?.focus();
  };
}

customElements.define('or-reveal-key', RevealKey);
