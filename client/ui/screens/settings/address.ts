import { html, nothing, type TemplateResult } from 'lit';
import type { PageState } from '../../../state/page-state.ts';
import { controls } from '../../elements/controls.styles.ts';
import { fields } from '../../elements/fields.styles.ts';
import { icon } from '../../elements/icons.ts';
import { type Told, toldView } from '../../elements/told.ts';
import { UiElement } from '../../elements/ui-element.ts';
import { keySentence } from '../../keys/key-fault.ts';
import { t } from '../../locales/language.ts';
import { choiceStyles } from './choice.styles.ts';
import { sectionStyles } from './section.styles.ts';

/** Whether those whom one meets see one's IP address. */
class AddressChoice extends UiElement {
  static override properties = { page: { attribute: false }, error: { state: true } };
  static override styles = [controls, fields, sectionStyles, choiceStyles];

  declare page: PageState;
  declare error: string | Told | undefined;

  override render(): TemplateResult {
    const isHidden = this.page.self.value?.isAddressHidden.value;
    return html`<div class="card">
      <p class="text">${t('addressText')}</p>
      <label class="option">
        <input
          type="checkbox"
          role="switch"
          aria-describedby="cost"
          ?disabled=${isHidden === undefined}
          .checked=${isHidden === true}
          @change=${(event: Event) => this.#hide((event.target as HTMLInputElement).checked)}
        />
        <span><span class="name">${t('hideAddress')}</span>
          <span class="detail" id="cost">${t('hideAddressCost')}</span></span>
      </label>
      ${this.error === undefined ? nothing : html`<p class="error" role="alert">${icon('circle-alert')}<span>${toldView(this.error)}</span></p>`}
    </div>`;
  }

  async #hide(isHidden: boolean): Promise<void> {
    this.error = undefined;
    try {
      await this.page.self.peek()?.hideAddress(isHidden);
    } catch (error) {
      this.error = keySentence(error);
    }
    // What is chosen is what holds.
    this.requestUpdate();
  }
}

customElements.define('or-address', AddressChoice);
