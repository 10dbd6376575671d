import { css, html, nothing, type TemplateResult } from 'lit';
import type { PageState } from '../../state/page-state.ts';
import { controls } from '../elements/controls.styles.ts';
import type { Dialog } from '../elements/dialog.ts';
import { UiElement } from '../elements/ui-element.ts';
import { t } from '../locales/language.ts';

/**
 * Offers somebody whose key is fresh here to be who they are elsewhere: `<or-key-offer .page>`. It is not there once
 * anybody may know the key. What it opens is loaded then.
 */
class KeyOffer extends UiElement {
  static override properties = {
    page: { attribute: false },
    freshId: { state: true },
    isOpen: { state: true },
  };
  static override styles = [
    controls,
    css`
      :host {
        display: contents;
      }
      p {
        color: var(--or-soft);
        font-size: var(--or-text-s);
      }
      .link {
        padding: 0;
        border: 0;
        background: none;
        color: var(--or-accent);
        font: inherit;
        font-weight: 600;
        text-decoration: underline;
        text-underline-offset: 0.18em;
        cursor: pointer;
      }
      .lead {
        font-size: var(--or-text-m);
      }
    `,
  ];

  declare page: PageState;
  /** The key that nobody knows, once that is looked up. */
  declare freshId: string | undefined;
  declare isOpen: boolean;
  #looked: string | undefined;

  constructor() {
    super();
    this.isOpen = false;
  }

  override render(): TemplateResult | typeof nothing {
    const id = this.page.self.value?.key.value.id;
    const state = this.page.clientState.value;
    // What makes a key known: a room that was entered, somebody in the book, a passphrase.
    const facts = [
      state?.knownRooms.value.length,
      state?.contacts.value.length,
      this.page.self.value?.key.value.hasPassphrase,
    ];
    void this.#look(id, facts.join());
    if (id === undefined || (id !== this.freshId && !this.isOpen)) return nothing;
    return html`<p>
        ${t('somebodyElsewhere')} <button class="link" type="button" @click=${this.#open}>${t('useYourKey')}</button>
      </p>
      ${
        this.isOpen
          ? html`<or-dialog heading=${t('useYourKey')}>
            <div class="stack">
              <p class="lead">${t('useYourKeyText')}</p>
              <or-use-your-key .page=${this.page} @taken=${this.#close}></or-use-your-key>
            </div>
          </or-dialog>`
          : nothing
      }`;
  }

  async #look(id: string | undefined, facts: string): Promise<void> {
    const asked = `${id} ${facts}`;
    if (asked === this.#looked) return;
    this.#looked = asked;
    const isKnown = id === undefined || (await this.page.self.peek()?.isKnown()) !== false;
    if (asked === this.#looked) this.freshId = isKnown ? undefined : id;
  }

  readonly #open = async () => {
    // What it opens brings the dialog along.
    await import('./use-your-key.ts');
    this.isOpen = true;
    await this.updateComplete;
    await this.#dialog?.show();
    // What was typed, and a camera that is on, go with it.
    this.isOpen = false;
  };

  readonly #close = () => this.#dialog?.close();

  get #dialog(): Dialog | null {
    return this.renderRoot.querySelector<Dialog>('or-dialog');
  }
}

customElements.define('or-key-offer', KeyOffer);
