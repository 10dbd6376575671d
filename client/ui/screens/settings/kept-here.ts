import { html, nothing, type TemplateResult } from 'lit';
import type { PageState } from '../../../state/page-state.ts';
import { buttons } from '../../elements/buttons.styles.ts';
import { controls } from '../../elements/controls.styles.ts';
import { icon } from '../../elements/icons.ts';
import { UiElement } from '../../elements/ui-element.ts';
import { t } from '../../locales/language.ts';
import { sectionStyles } from './section.styles.ts';

/** Whether the browser promises to keep what is here. */
class KeptHere extends UiElement {
  static override properties = {
    page: { attribute: false },
    isSafe: { state: true },
    wasRefused: { state: true },
  };
  static override styles = [controls, buttons, sectionStyles];

  declare page: PageState;
  /** `undefined` until the browser has said it. */
  declare isSafe: boolean | undefined;
  declare wasRefused: boolean;

  constructor() {
    super();
    this.wasRefused = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#look();
  }

  override render(): TemplateResult {
    return html`<h2>${t('storageTitle')}</h2>
      <p class="text">${t('storageKept')}</p>
      <div class="stack" role="status">${this.#promise()}</div>`;
  }

  #promise(): TemplateResult | typeof nothing {
    if (this.isSafe === undefined) return nothing;
    if (this.isSafe)
      return html`<p class="note good">${icon('shield-check')}<span>${t('storageSafe')}</span></p>`;
    return html`<p class="note">${icon('info')}<span>${t('storageUnsafe')}</span></p>
      ${this.wasRefused ? html`<p class="text">${t('persistRefused')}</p>` : this.#ask()}`;
  }

  /** Only pages that came over https, or from this machine, may ask. */
  #ask(): TemplateResult | typeof nothing {
    if (!isSecureContext) return nothing;
    return html`<div class="row">
      <button class="button quiet" type="button" @click=${this.#persist}>${t('askPersist')}</button>
    </div>`;
  }

  readonly #persist = async () => {
    this.isSafe = (await this.page.self.peek()?.persist()) === true;
    this.wasRefused = !this.isSafe;
  };

  async #look(): Promise<void> {
    const storage: StorageManager | undefined = navigator.storage;
    this.isSafe = storage?.persisted === undefined ? false : await storage.persisted();
  }
}

customElements.define('or-kept-here', KeptHere);
