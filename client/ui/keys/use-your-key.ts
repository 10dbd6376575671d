import { html, nothing, type TemplateResult } from 'lit';
import type { Identity } from '../../identity/identity.ts';
import type { PageState } from '../../state/page-state.ts';
import type { Self } from '../../state/self.ts';
import { controls } from '../elements/controls.styles.ts';
import { fields } from '../elements/fields.styles.ts';
import { type IconName, icon } from '../elements/icons.ts';
import { keyWords } from '../elements/key-words.ts';
import { lists } from '../elements/lists.styles.ts';
import { type Told, toldView } from '../elements/told.ts';
import { UiElement } from '../elements/ui-element.ts';
import { type TextKey, t } from '../locales/language.ts';
import { keepKnownKey } from '../preferences/known-key.ts';
import { keySentence } from './key-fault.ts';
import type { ReplaceKey } from './replace-key.ts';
import './replace-key.ts';
import './take-link.ts';
import './take-page.ts';
import './take-words.ts';
import { useYourKeyStyles } from './use-your-key.styles.ts';

/** Where a key may be. */
export type KeyPlace = 'words' | 'device' | 'page';

const PLACES: readonly {
  readonly place: KeyPlace;
  readonly text: TextKey & `from${string}`;
  readonly drawing: IconName;
}[] = [
  { place: 'words', text: 'fromWords', drawing: 'scroll-text' },
  { place: 'device', text: 'fromDevice', drawing: 'smartphone' },
  { place: 'page', text: 'fromPage', drawing: 'globe' },
];

/**
 * Brings the key of somebody who is somebody elsewhere already: `<or-use-your-key .page @taken>`. It asks before a key
 * that people know is replaced, and tells `taken` when the person is who they are elsewhere. `place` leaves one way
 * alone; with `link` only its code is asked for.
 */
class UseYourKey extends UiElement {
  static override properties = {
    page: { attribute: false },
    place: {},
    link: { attribute: false },
    opened: { state: true },
    error: { state: true },
  };
  static override styles = [controls, fields, lists, useYourKeyStyles];

  declare page: PageState;
  declare place: KeyPlace | undefined;
  declare link: string | undefined;
  declare opened: KeyPlace | undefined;
  declare error: string | Told | undefined;

  override render(): TemplateResult {
    const only = this.link === undefined ? this.place : 'device';
    return html`${only === undefined ? this.#places() : this.#form(only)}
      ${this.error === undefined ? nothing : html`<p class="error" role="alert">${icon('circle-alert')}<span>${toldView(this.error)}</span></p>`}
      <or-replace-key></or-replace-key>`;
  }

  #places(): TemplateResult {
    return html`<ul class="places" aria-label=${t('howHere')}>
      ${PLACES.map(({ place, text, drawing }) => {
        const isOpen = this.opened === place;
        return html`<li class=${isOpen ? 'open' : ''}>
          <button class="list-row" type="button" aria-expanded=${isOpen} @click=${() => this.#open(isOpen ? undefined : place)}>
            ${icon(drawing)}<span class="words"><span class="name">${t(text)}</span></span>${icon('chevron-right')}
          </button>
          ${isOpen ? html`<div class="way">${this.#form(place)}</div>` : nothing}
        </li>`;
      })}
    </ul>`;
  }

  #form(place: KeyPlace): TemplateResult {
    const { page } = this;
    switch (place) {
      case 'words':
        return html`<or-take-words .page=${page} @got=${this.#onGot}></or-take-words>`;
      case 'device':
        return html`<or-take-link .page=${page} .link=${this.link} @got=${this.#onGot}></or-take-link>`;
      case 'page':
        return html`<or-take-page .page=${page} @got=${this.#onGot}></or-take-page>`;
    }
  }

  #open(place: KeyPlace | undefined): void {
    this.opened = place;
    this.error = undefined;
  }

  readonly #onGot = async ({ detail: identity }: CustomEvent<Identity>) => {
    const self = this.page.self.peek();
    if (self === undefined) return;
    this.error = undefined;
    try {
      if (!(await this.#mayTake(self, identity))) return;
      const isSame = self.vault.state === 'open' && self.vault.id === identity.id;
      // Before it is here: whoever hears of it asks at once whether it is known.
      if (!isSame) keepKnownKey(identity.id);
      await self.vault.adopt(identity, { replace: true });
      this.page.tell(isSame ? t('keySame') : t('keyTaken', { words: keyWords(identity.id) }));
      this.opened = undefined;
      this.dispatchEvent(new Event('taken'));
    } catch (error) {
      this.error = keySentence(error);
    }
  };

  /** A key that nobody knows yet is nobody's loss. */
  async #mayTake({ vault, isKnown }: Self, identity: Identity): Promise<boolean> {
    const here = vault.id;
    if (here === undefined || here === identity.id || !(await isKnown())) return true;
    return (await this.renderRoot.querySelector<ReplaceKey>('or-replace-key')?.ask(here, identity)) === true;
  }
}

customElements.define('or-use-your-key', UseYourKey);
