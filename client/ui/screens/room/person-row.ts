import type { FeedId } from '@open-rooms/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import type { ClientState } from '../../../state/client-state.ts';
import type { PageState } from '../../../state/page-state.ts';
import type { StageState } from '../../../state/stage-state.ts';
import { calledOf } from '../../conversation/names.ts';
import { buttons } from '../../elements/buttons.styles.ts';
import { controls } from '../../elements/controls.styles.ts';
import '../../elements/key-mark.ts';
import { lists } from '../../elements/lists.styles.ts';
import '../../elements/menu.ts';
import { UiElement } from '../../elements/ui-element.ts';
import { t } from '../../locales/language.ts';
import { screenPaths } from '../../stage/share-words.ts';
import { pathText } from './path-to.ts';
import { personMenu } from './person-menu.ts';
import { personRowStyles } from './person-row.styles.ts';

const RELATIONS = {
  followed: 'stateFollowed',
  accepted: 'stateAccepted',
  blocked: 'stateBlocked',
} as const;

/**
 * Somebody who is in a room, as an item of a list, which is called as they are and described by their path line:
 * `<or-person-row .page .state .stage .feed @face @ring @compare>`, whose events have the feed id as detail. A path that is
 * measured again renders one row, and not the list.
 */
class PersonRow extends UiElement {
  static override properties = {
    page: { attribute: false },
    state: { attribute: false },
    stage: { attribute: false },
    feed: { attribute: false },
  };
  static override styles = [controls, buttons, lists, personRowStyles];

  declare page: PageState;
  declare state: ClientState;
  declare stage: StageState;
  declare feed: FeedId;

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute('role', 'listitem');
  }

  override render(): TemplateResult {
    const { state, feed } = this;
    const relation = state.contact(feed).value?.relation;
    const isSelf = feed === state.client.id;
    const name = this.#name();
    return html`<div class="person ${relation ?? ''}">
      <or-key-mark silent feed=${feed}></or-key-mark>
      <div class="words">
        <div class="name">
          ${
            isSelf || relation === 'blocked'
              ? html`<span class="called">${name}</span>`
              : html`<button class="called open" type="button" title=${t('writePrivately')} @click=${this.#fire('face')}>${name}</button>`
          }
          ${relation === undefined ? nothing : html`<span class="relation">${t(RELATIONS[relation])}</span>`}
        </div>
        <span class="detail">${this.#path()}</span>
      </div>
      ${isSelf ? nothing : this.#menu(name)}
    </div>`;
  }

  protected override updated(): void {
    this.setAttribute('aria-label', this.#name());
    this.setAttribute('aria-description', this.#path());
  }

  /** How one is connected; and through whom their picture comes, where that is another way. */
  #path(): string {
    const { state, stage, feed } = this;
    return [pathText(state, feed), ...screenPaths(state, stage, feed)].join(' · ');
  }

  #name(): string {
    const { state, feed } = this;
    return (feed === state.client.id && state.ownName.value) || calledOf(state, feed);
  }

  #menu(name: string): TemplateResult {
    const items = personMenu(this.state, this.feed, {
      onWrite: this.#fire('face'),
      onRing: this.#fire('ring'),
      onCompare: this.#fire('compare'),
      page: this.page,
    });
    return html`<or-menu label=${t('personActions', { name })} .items=${items}></or-menu>`;
  }

  #fire(name: 'face' | 'ring' | 'compare'): () => void {
    return () => void this.dispatchEvent(new CustomEvent(name, { detail: this.feed }));
  }
}

customElements.define('or-person-row', PersonRow);
