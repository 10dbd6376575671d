import { html, nothing, type TemplateResult } from 'lit';
import type { Identity } from '../../../identity/identity.ts';
import type { PageState } from '../../../state/page-state.ts';
import { buttons } from '../../elements/buttons.styles.ts';
import { controls } from '../../elements/controls.styles.ts';
import { icon } from '../../elements/icons.ts';
import '../../elements/key-mark.ts';
import { keyWords } from '../../elements/key-words.ts';
import { UiElement } from '../../elements/ui-element.ts';
import '../../keys/reveal-key.ts';
import { writeDay } from '../../locales/dates.ts';
import { t } from '../../locales/language.ts';
import { keepWordsWritten, wordsWrittenAt } from '../../preferences/words-written.ts';
import { ownWordsStyles } from './own-words.styles.ts';
import { sectionStyles } from './section.styles.ts';

/** The key as 24 words, shown when its person asks, and gone when they leave or look elsewhere. */
class OwnWords extends UiElement {
  static override properties = {
    page: { attribute: false },
    shown: { state: true },
    writtenAt: { state: true },
  };
  static override styles = [controls, buttons, sectionStyles, ownWordsStyles];

  declare page: PageState;
  /** The words, and of whose key. */
  declare shown: { readonly id: string; readonly words: readonly string[] } | undefined;
  /** When they were written down, as far as this page has heard. */
  declare writtenAt: number | undefined;
  #hiding: AbortController | undefined;
  #isPrinting = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#hiding = new AbortController();
    const { signal } = this.#hiding;
    // What a tab shows stays in the pictures that devices make of it.
    const onHidden = () => {
      if (document.hidden && !this.#isPrinting) this.#hide();
      // Not every browser says that it has printed; whoever sees the page again is done with it.
      if (!document.hidden) this.#isPrinting = false;
    };
    document.addEventListener('visibilitychange', onHidden, { signal });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#hiding?.abort();
    this.#hide();
  }

  /** Whoever locks the key, in whatever tab, leaves none of it to be seen. */
  protected override updated(): void {
    if (this.page.self.value?.key.value.state !== 'open') this.#hide();
  }

  override render(): TemplateResult {
    const key = this.page.self.value?.key.value;
    const { shown } = this;
    return html`<h2>${t('wordsTitle')}</h2>
      <p class="text">${t('wordsText')}</p>
      ${key?.id === undefined ? nothing : this.#written(key.id)}
      ${shown !== undefined && shown.id === key?.id && key.state === 'open' ? this.#paper(shown.id, shown.words) : this.#ask()}`;
  }

  #ask(): TemplateResult {
    return html`<or-reveal-key
      .page=${this.page}
      action=${t('showWords')}
      @revealed=${({ detail }: CustomEvent<Identity>) => this.#show(detail)}
    ></or-reveal-key>`;
  }

  #written(id: string): TemplateResult | typeof nothing {
    const at = this.writtenAt ?? wordsWrittenAt(id);
    if (at === undefined) return nothing;
    return html`<p class="note good">
      ${icon('check')}<span>${t('wordsDoneOn', { day: writeDay(at) })} ${t('wordsDone')}</span>
    </p>`;
  }

  /** Browsers that translate pages send what they translate to somebody. */
  #paper(id: string, words: readonly string[]): TemplateResult {
    return html`<p id="how">${t('wordsShown')}</p>
      <div class="paper">
        <p class="of"><or-key-mark silent feed=${id}></or-key-mark>${t('wordsOf', { words: keyWords(id) })}</p>
        <ol translate="no" lang="en" tabindex="-1" aria-label=${t('wordsTitle')} aria-describedby="how">
          ${words.map((word) => html`<li>${word}</li>`)}
        </ol>
      </div>
      <div class="row">
        <button class="button" type="button" @click=${() => this.#onWritten(id)}>${icon('check')}${t('wordsWritten')}</button>
        <button class="button quiet" type="button" @click=${this.#print}>${icon('printer')}${t('printWords')}</button>
        <button class="button quiet" type="button" @click=${this.#hide}>${t('hideWords')}</button>
      </div>`;
  }

  async #show(identity: Identity): Promise<void> {
    // Its list of words weighs more than everything around it.
    const { phraseOf } = await import('../../../identity/phrase.ts');
    if (!this.isConnected) return;
    this.shown = { id: identity.id, words: phraseOf(identity).split(' ') };
    await this.updateComplete;
    this.renderRoot.querySelector('ol')?.focus();
  }

  /** Phones put a page of their own over this one meanwhile. */
  readonly #print = () => {
    this.#isPrinting = true;
    addEventListener(
      'afterprint',
      () => {
        this.#isPrinting = false;
      },
      { once: true },
    );
    print();
  };

  readonly #hide = () => {
    this.shown = undefined;
    this.#isPrinting = false;
  };

  #onWritten(id: string): void {
    this.writtenAt = Date.now();
    keepWordsWritten(id, this.writtenAt);
    this.#hide();
  }
}

customElements.define('or-own-words', OwnWords);
