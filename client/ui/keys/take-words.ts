import { html, type TemplateResult } from 'lit';
import { PhraseError } from '../../identity/phrase-error.ts';
import type { PageState } from '../../state/page-state.ts';
import { buttons } from '../elements/buttons.styles.ts';
import { controls } from '../elements/controls.styles.ts';
import { fields } from '../elements/fields.styles.ts';
import { textArea } from '../elements/text-area.ts';
import type { Told } from '../elements/told.ts';
import { UiElement } from '../elements/ui-element.ts';
import { t } from '../locales/language.ts';
import { keySentence } from './key-fault.ts';
import { gotKey } from './key-got.ts';

/** Takes a key from its 24 words: `<or-take-words .page @got>`, whose event has the `Identity` as detail. */
class TakeWords extends UiElement {
  static override properties = { page: { attribute: false }, error: { state: true } };
  static override styles = [controls, buttons, fields];

  declare page: PageState;
  declare error: string | Told | undefined;

  override render(): TemplateResult {
    return html`<form class="stack" @submit=${this.#onSubmit} novalidate>
      ${textArea({
        name: 'words',
        label: t('yourWords'),
        hint: t('yourWordsHint'),
        error: this.error,
        code: true,
        rows: 4,
        onInput: () => {
          this.error = undefined;
        },
      })}
      <div class="row"><button class="button" type="submit">${t('useTheseWords')}</button></div>
    </form>`;
  }

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
