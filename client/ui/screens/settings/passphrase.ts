import { html, nothing, type TemplateResult } from 'lit';
import type { PageState } from '../../../state/page-state.ts';
import type { KeyFacts } from '../../../state/self.ts';
import { buttons } from '../../elements/buttons.styles.ts';
import { controls } from '../../elements/controls.styles.ts';
import { icon } from '../../elements/icons.ts';
import { UiElement } from '../../elements/ui-element.ts';
import { t } from '../../locales/language.ts';
import './passphrase-form.ts';
import { sectionStyles } from './section.styles.ts';

/** What is done with the passphrase. */
type Doing = 'set' | 'remove';

/** The passphrase of the key: set, changed, removed, and the key locked with it. */
class Passphrase extends UiElement {
  static override properties = { page: { attribute: false }, doing: { state: true } };
  static override styles = [controls, buttons, sectionStyles];

  declare page: PageState;
  declare doing: Doing | undefined;

  override render(): TemplateResult | typeof nothing {
    const facts = this.page.self.value?.key.value;
    if (facts === undefined) return nothing;
    return html`<h2>${t('passphraseTitle')}</h2>
      <p class="text">${t(facts.hasPassphrase ? 'passphraseSet' : 'passphraseNone')}</p>
      ${
        facts.hasPassphrase && !facts.asksPassphrase
          ? html`<p class="note">${icon('info')}<span>${t('passphraseForgotten')}</span></p>`
          : nothing
      }
      ${this.doing === undefined ? this.#actions(facts) : this.#form(this.doing)}`;
  }

  #form(doing: Doing): TemplateResult {
    return html`<or-passphrase-form
      .page=${this.page}
      .removes=${doing === 'remove'}
      @done=${this.#onDone}
    ></or-passphrase-form>`;
  }

  #actions({ hasPassphrase }: KeyFacts): TemplateResult {
    if (!hasPassphrase) {
      return html`<div class="row">
        <button class="button" type="button" @click=${() => this.#do('set')}>${t('setPassphrase')}</button>
      </div>`;
    }
    return html`<div class="row">
      <button class="button" type="button" @click=${() => this.page.self.peek()?.lock()}>${icon('lock')}${t('lockNow')}</button>
      <button class="button quiet" type="button" @click=${() => this.#do('set')}>${t('changePassphrase')}</button>
      <button class="button quiet" type="button" @click=${() => this.#do('remove')}>${t('removePassphrase')}</button>
    </div>`;
  }

  #do(doing: Doing): void {
    this.doing = doing;
  }

  /** The focus goes back to where it came from. */
  readonly #onDone = async () => {
    this.doing = undefined;
    await this.updateComplete;
    this.renderRoot.querySelector('button')?.focus();
  };
}

customElements.define('or-passphrase', Passphrase);
