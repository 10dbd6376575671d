import { html, nothing, type TemplateResult } from 'lit';
import { PhraseError } from '../../identity/phrase-error.ts';
import type { PageState } from '../../state/page-state.ts';
import { buttons } from '../elements/buttons.styles.ts';
import { controls } from '../elements/controls.styles.ts';
import { fields } from '../elements/fields.styles.ts';
import { icon } from '../elements/icons.ts';
import { UiElement } from '../elements/ui-element.ts';
import { t } from '../locales/language.ts';
import { keySentence } from './key-fault.ts';
import { gotKey } from './key-got.ts';

/** Takes a key from its 24 words: `<or-take-words .page @got>`, whose event has the `Identity` as detail. */
class TakeWords extends UiElement {
  static override properties = { page: { attribute: false }, error: { state: true } };
  static override styles = [controls, buttons, fields];

  declare page: PageState;
  declare error: string | undefined;

  override render(): TemplateResult {
    const { error } = this;
    // Spelling, corrections and translations of a browser may be made by somebody's server.
    return html`<form class="stack" @submit=${this.#onSubmit} novalidate>
      <div class="field">
        <label for="words">${t('yourWords')}</label>
        <p class="hint" id="hint">${t('yourWordsHint')}</p>
        <textarea
          id="words"
          rows="4"
          class="code"
          translate="no"
          autocomplete="off"
          autocapitalize="none"
          autocorrect="off"
          spellcheck="false"
          aria-invalid=${error === undefined ? nothing : 'true'}
          aria-describedby="${error === undefined ? '' : 'error '}hint"
          @input=${this.#onInput}
        ></textarea>
        ${error === undefined ? nothing : html`<p class="error" id="error">${icon('circle-alert')}${error}</p>`}
      </div>
      <div class="row"><button class="button" type="submit">${t('useTheseWords')}</button></div>
    </form>`;
  }

  readonly #onInput = () => {
    this.error = undefined;
  };

  async #onSubmit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const field = this.renderRoot.querySelector('textarea');
    const crypto = this.page.self.peek()?.crypto;
    if (field === null || crypto === undefined) return;
    // Its list of words weighs more than everything around it.
    const { identityOfPhrase } = await import('../../identity/phrase.ts');
    try {
      const identity = identityOfPhrase(field.value, crypto);
      field.value = '';
      this.dispatchEvent(gotKey(identity));
    } catch (error) {
      if (!(error instanceof PhraseError)) throw error;
      this.error = keySentence(error);
      field.focus();
    }
  }
}

customElements.define('or-take-words', TakeWords);
