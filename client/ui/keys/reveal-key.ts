import { html, nothing, type TemplateResult } from 'lit';
import type { Identity } from '../../identity/identity.ts';
import { KeyError } from '../../identity/key-error.ts';
import type { PageState } from '../../state/page-state.ts';
import { refusalOf } from '../../state/refusal.ts';
import { buttons } from '../elements/buttons.styles.ts';
import { controls } from '../elements/controls.styles.ts';
import { fields } from '../elements/fields.styles.ts';
import { icon } from '../elements/icons.ts';
import { type Told, toldView } from '../elements/told.ts';
import { UiElement } from '../elements/ui-element.ts';
import { t } from '../locales/language.ts';
import './ask-passphrase.ts';
import type { Opens } from './ask-passphrase.ts';
import { keySentence } from './key-fault.ts';

/**
 * The way to what only the key's own person may see or do: `<or-reveal-key .page action=… @revealed>`, a button, and the
 * passphrase before it where there is one. A page that somebody left open is not enough. The event has the `Identity`
 * as detail.
 */
class RevealKey extends UiElement {
  static override properties = { page: { attribute: false }, action: {}, error: { state: true } };
  static override styles = [controls, buttons, fields];

  declare page: PageState;
  declare action: string;
  /** Why the key could not be shown without a passphrase. */
  declare error: Told | undefined;

  constructor() {
    super();
    this.action = '';
  }

  override render(): TemplateResult {
    if (this.page.self.value?.key.value.asksPassphrase === true)
      return html`<or-ask-passphrase label=${t('yourPassphrase')} action=${this.action} .opens=${this.#opens}></or-ask-passphrase>`;
    return html`<div class="stack">
      <div class="row"><button class="button" type="button" @click=${this.#reveal}>${this.action}</button></div>
      ${
        this.error === undefined
          ? nothing
          : html`<p class="error" role="alert">${icon('circle-alert')}<span>${toldView(this.error)}</span></p>`
      }
    </div>`;
  }

  readonly #opens: Opens = async (passphrase, onProgress) => {
    const identity = await this.page.self.peek()?.vault.reveal(passphrase, onProgress);
    if (identity !== undefined) this.#tell(identity);
  };

  async #reveal(): Promise<void> {
    this.error = undefined;
    try {
      const identity = await this.page.self.peek()?.vault.reveal();
      if (identity !== undefined) this.#tell(identity);
    } catch (error) {
      if (!(error instanceof KeyError) && refusalOf(error) === undefined) throw error;
      this.error = keySentence(error);
    }
  }

  #tell(identity: Identity): void {
    this.dispatchEvent(new CustomEvent<Identity>('revealed', { detail: identity }));
  }
}

customElements.define('or-reveal-key', RevealKey);
