import { html, nothing, type TemplateResult } from 'lit';
import type { Strangers } from '../../../contacts/consent.ts';
import type { PageState } from '../../../state/page-state.ts';
import { controls } from '../../elements/controls.styles.ts';
import { fields } from '../../elements/fields.styles.ts';
import { icon } from '../../elements/icons.ts';
import { type Told, toldView } from '../../elements/told.ts';
import { UiElement } from '../../elements/ui-element.ts';
import { keySentence } from '../../keys/key-fault.ts';
import { t } from '../../locales/language.ts';
import { STRANGERS_CHOICES } from '../../preferences/strangers-choices.ts';
import { choiceStyles } from './choice.styles.ts';
import { sectionStyles } from './section.styles.ts';

const TEXTS = {
  request: { name: 'strangersRequest', text: 'strangersRequestText' },
  refuse: { name: 'strangersRefuse', text: 'strangersRefuseText' },
  accept: { name: 'strangersAccept', text: 'strangersAcceptText' },
} as const satisfies Readonly<Record<Strangers, unknown>>;

/** What those get whom one neither follows nor has accepted. */
class StrangersChoice extends UiElement {
  static override properties = { page: { attribute: false }, error: { state: true } };
  static override styles = [controls, fields, sectionStyles, choiceStyles];

  declare page: PageState;
  declare error: string | Told | undefined;

  override render(): TemplateResult {
    const chosen = this.page.self.value?.strangers.value;
    return html`<fieldset class="card">
      <legend class="only-read">${t('strangersTitle')}</legend>
      <h2 aria-hidden="true">${t('strangersTitle')}</h2>
      <p class="text">${t('strangersText')}</p>
      <div class="options">
        ${STRANGERS_CHOICES.map(
          (choice) => html`<label class="option">
            <input
              type="radio"
              name="strangers"
              aria-describedby="text-${choice}"
              ?disabled=${chosen === undefined}
              .checked=${choice === chosen}
              @change=${() => this.#choose(choice)}
            />
            <span><span class="name">${t(TEXTS[choice].name)}</span>
              <span class="detail" id="text-${choice}">${t(TEXTS[choice].text)}</span></span>
          </label>`,
        )}
      </div>
      ${this.error === undefined ? nothing : html`<p class="error" role="alert">${icon('circle-alert')}<span>${toldView(this.error)}</span></p>`}
    </fieldset>`;
  }

  async #choose(choice: Strangers): Promise<void> {
    const self = this.page.self.peek();
    this.error = undefined;
    try {
      await self?.chooseStrangers(choice);
    } catch (error) {
      this.error = keySentence(error);
    }
    // What is chosen is what holds.
    this.requestUpdate();
  }
}

customElements.define('or-strangers', StrangersChoice);
