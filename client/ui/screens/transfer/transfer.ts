import { html, type PropertyValues, type TemplateResult } from 'lit';
import type { Self } from '../../../state/self.ts';
import { buttons } from '../../elements/buttons.styles.ts';
import { controls } from '../../elements/controls.styles.ts';
import { icon } from '../../elements/icons.ts';
import '../../elements/key-mark.ts';
import { keyWords } from '../../elements/key-words.ts';
import type { KeyGiving } from '../../key-windows.ts';
import '../../keys/use-your-key.ts';
import { type TextKey, t } from '../../locales/language.ts';
import { Screen } from '../screen.ts';
import './give-key.ts';
import { transferStyles } from './transfer.styles.ts';

/** What this page does for its person. */
type Phase =
  | { readonly kind: 'opening' }
  /** A page of another room has opened it, and wants the key. */
  | { readonly kind: 'giving'; readonly giving: KeyGiving }
  /** A link with a key has opened it, or the person alone. */
  | { readonly kind: 'taking' }
  | { readonly kind: 'taken' };

/** Where a key goes to another page, and comes from another device (spec/key-transfer.md). */
class Transfer extends Screen {
  static override properties = { ...Screen.properties, phase: { state: true } };
  static override styles = [controls, buttons, transferStyles];

  declare phase: Phase;
  #isAsked = false;

  constructor() {
    super();
    this.phase = { kind: 'opening' };
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this.phase.kind === 'giving') this.phase.giving[Symbol.dispose]();
  }

  override pageTitle(): string {
    return `${t(this.#title)} · ${t('appName')}`;
  }

  override render(): TemplateResult {
    return html`<div class="page">
      <p class="brand"><img src="/assets/icon.svg" alt="" width="28" height="28" />${t('appName')}</p>
      <h1>${t(this.#title)}</h1>
      ${this.#content()}
    </div>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    const self = this.page.self.value;
    if (self === undefined || this.#isAsked) return;
    this.#isAsked = true;
    void this.#begin(self);
  }

  get #title(): TextKey & ('giveTitle' | 'receiveTitle' | 'receiveDone') {
    if (this.phase.kind === 'taken') return 'receiveDone';
    const isGiving = this.phase.kind === 'giving' && this.page.keyLink.value === undefined;
    return isGiving ? 'giveTitle' : 'receiveTitle';
  }

  #content(): TemplateResult {
    const { phase, page } = this;
    const link = page.keyLink.value;
    if (phase.kind === 'opening') return this.#opening();
    if (phase.kind === 'taken') return this.#taken();
    if (link === undefined && phase.kind === 'giving')
      return html`<or-give-key .page=${page} .giving=${phase.giving}></or-give-key>`;
    return html`<p class="lead">${t(link === undefined ? 'useYourKeyText' : 'receiveText')}</p>
      <div class="card"><or-use-your-key .page=${page} .link=${link} @taken=${this.#onTaken}></or-use-your-key></div>`;
  }

  #opening(): TemplateResult {
    const session = this.page.session.value;
    return session.kind === 'failed'
      ? html`<p class="lead" role="alert">${t('failedTitle')}. <span lang="en">${session.sentence}</span></p>`
      : html`<p class="lead">${t('loading')}</p>`;
  }

  #taken(): TemplateResult {
    const id = this.page.self.value?.key.value.id ?? '';
    return html`<div class="card who">
        <or-key-mark silent feed=${id}></or-key-mark>
        <p>${t('keyTaken', { words: keyWords(id) })}</p>
      </div>
      <div class="row">
        <button class="button" type="button" @click=${this.#goOn}>${t('goOn')}${icon('chevron-right')}</button>
      </div>`;
  }

  async #begin(self: Self): Promise<void> {
    const { giveKey } = await import('../../key-windows.ts');
    if (!this.isConnected) return;
    const giving = giveKey(self);
    this.phase = giving === undefined ? { kind: 'taking' } : { kind: 'giving', giving };
  }

  readonly #onTaken = () => {
    if (this.phase.kind === 'giving') this.phase.giving[Symbol.dispose]();
    this.page.keyLink.value = undefined;
    this.phase = { kind: 'taken' };
    this.takesFocus = true;
  };

  /** The page's way into the rooms begins here: it makes no key before. */
  readonly #goOn = () => this.router.go({ screen: 'landing' }, { replace: true });
}

customElements.define('or-transfer', Transfer);
