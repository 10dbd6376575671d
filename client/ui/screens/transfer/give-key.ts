import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { GiverState } from '../../../identity/transfer-giver.ts';
import type { PageState } from '../../../state/page-state.ts';
import { buttons } from '../../elements/buttons.styles.ts';
import { controls } from '../../elements/controls.styles.ts';
import { type IconName, icon } from '../../elements/icons.ts';
import '../../elements/key-mark.ts';
import { keyWords } from '../../elements/key-words.ts';
import { UiElement } from '../../elements/ui-element.ts';
import type { KeyGiving } from '../../key-windows.ts';
import type { Opens } from '../../keys/ask-passphrase.ts';
import '../../keys/ask-passphrase.ts';
import { t } from '../../locales/language.ts';
import { giveKeyStyles } from './give-key.styles.ts';

const OUTCOMES = {
  waiting: { text: 'giveWaiting', drawing: 'globe' },
  given: { text: 'giveGiven', drawing: 'globe' },
  done: { text: 'giveDone', drawing: 'check' },
  declined: { text: 'giveDeclined', drawing: 'shield-check' },
  'no-key': { text: 'giveNone', drawing: 'info' },
  broken: { text: 'giveBroken', drawing: 'circle-alert' },
} as const satisfies Readonly<Record<Exclude<GiverState, 'asking'>, { text: string; drawing: IconName }>>;

/**
 * Asks a person whether the page that opened this window may have their key: `<or-give-key .page .giving>`. The whole
 * origin stays in sight beside the buttons, and yes counts only after it was seen for a while.
 */
class GiveKey extends UiElement {
  static override properties = {
    page: { attribute: false },
    giving: { attribute: false },
  };
  static override styles = [controls, buttons, giveKeyStyles];

  declare page: PageState;
  declare giving: KeyGiving;
  #watching: Disposable | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#watching?.[Symbol.dispose]();
  }

  override render(): TemplateResult {
    const { state, asker } = this.giving;
    if (state === 'asking' && asker !== undefined) return this.#question(asker);
    return state === 'asking' ? html`` : outcome(state);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (!changed.has('giving')) return;
    this.#watching?.[Symbol.dispose]();
    this.#watching = this.giving.watch(() => this.#onChange());
  }

  /** This window had the key open for one answer: nobody finds it open in a window that stays. */
  #onChange(): void {
    const { state } = this.giving;
    if (state !== 'waiting' && state !== 'asking') this.page.self.peek()?.vault.lock();
    this.requestUpdate();
  }

  #question(asker: string): TemplateResult {
    const key = this.page.self.value?.key.value;
    return html`<div class="stack" role="group" aria-describedby="asker">
      ${key?.id === undefined ? nothing : yourKey(key.id)}
      <p class="text">${t('giveText')}</p>
      <div class="asker" id="asker">
        <p>${t('giveAsks')}</p>
        <p class="origin" translate="no" dir="ltr">${asker}</p>
      </div>
      ${this.giving.isPlain ? html`<p class="plain">${icon('circle-alert')}<span>${t('givePlain')}</span></p>` : nothing}
      ${key?.state === 'sealed' ? this.#passphrase() : this.#answers()}
    </div>`;
  }

  #answers(): TemplateResult {
    const { canConfirm } = this.giving;
    return html`<div class="row">
        <button class="button quiet" type="button" @click=${() => this.giving.decline()}>${t('giveNo')}</button>
        <button
          class="button"
          type="button"
          aria-disabled=${!canConfirm}
          aria-describedby="wait asker"
          @click=${() => this.giving.confirm()}
        >
          ${t('giveYes')}
        </button>
      </div>
      <p class="small soft wait" id="wait">${canConfirm ? '' : t('giveWait')}</p>`;
  }

  /** Another window of this browser may have it open: this one asks for itself. */
  #passphrase(): TemplateResult {
    return html`<or-ask-passphrase label=${t('yourPassphrase')} hint=${t('giveLocked')} action=${t('unlock')} .opens=${this.#opens}>
      <button class="button quiet" type="button" @click=${() => this.giving.decline()}>${t('giveNo')}</button>
    </or-ask-passphrase>`;
  }

  readonly #opens: Opens = async (passphrase, onProgress) => {
    await this.page.self.peek()?.vault.unlock(passphrase, onProgress);
    // Whoever pressed twice has not answered a question that came between.
    this.giving.askAgain();
  };
}

function yourKey(id: string): TemplateResult {
  return html`<div class="who">
    <or-key-mark silent feed=${id}></or-key-mark>
    <p><span class="soft small">${t('yourKey')}</span><br />${keyWords(id)}</p>
  </div>`;
}

function outcome(state: Exclude<GiverState, 'asking'>): TemplateResult {
  const { text, drawing } = OUTCOMES[state];
  const isOver = state !== 'waiting';
  return html`<p class="outcome ${state}" role="status">${icon(drawing)}<span>${t(text)}</span></p>
    ${
      isOver
        ? html`<div class="row"><button class="button quiet" type="button" @click=${() => close()}>${t('closeWindow')}</button></div>`
        : nothing
    }`;
}

customElements.define('or-give-key', GiveKey);
