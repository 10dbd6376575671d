import type { FeedId } from '@open-rooms/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import type { ClientState } from '../../../state/client-state.ts';
import type { PageState } from '../../../state/page-state.ts';
import type { RoomState } from '../../../state/room-state.ts';
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
import { moderationMenu } from './moderation-menu.ts';
import { pathText } from './path-to.ts';
import { personMenu } from './person-menu.ts';
import { personRowStyles } from './person-row.styles.ts';
import { roleWord } from './role-words.ts';

const RELATIONS = {
  followed: 'stateFollowed',
  accepted: 'stateAccepted',
  blocked: 'stateBlocked',
} as const;

/**
 * Somebody who is in a room, as an item of a list, which is called as they are and described by their path line:
 * `<or-person-row .page .state .room .stage .feed @face @ring @compare @ban>`, whose events have the feed id as detail. A path that is
 * measured again renders one row, and not the list.
 */
class PersonRow extends UiElement {
  static override properties = {
    page: { attribute: false },
    state: { attribute: false },
    room: { attribute: false },
    stage: { attribute: false },
    feed: { attribute: false },
  };
  static override styles = [controls, buttons, lists, personRowStyles];

  declare page: PageState;
  declare state: ClientState;
  declare room: RoomState;
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
          ${this.#role(isSelf)}
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

  /** What they are in the room, as far as it is known here: moderators know of all, the others of those who only watch. */
  #role(isSelf: boolean): TemplateResult | typeof nothing {
    const { room, state, feed } = this;
    if (isSelf || room.room.metadata?.role === undefined) return nothing;
    const known = room.members.roleOf(feed);
    const role = known ?? (state.client.conversations.isViewer(room.room, feed) ? 'viewer' : undefined);
    return role === undefined ? nothing : html`<span class="relation">${roleWord(role)}</span>`;
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
      mayWrite: this.room.may('write'),
    });
    const { page, room, feed: id } = this;
    const moderation = moderationMenu({ page, room, id, name, onBan: this.#fire('ban') });
    return html`<or-menu label=${t('personActions', { name })} .items=${[...items, ...moderation]}></or-menu>`;
  }

  #fire(name: 'face' | 'ring' | 'compare' | 'ban'): () => void {
    return () => void this.dispatchEvent(new CustomEvent(name, { detail: this.feed }));
  }
}

customElements.define('or-person-row', PersonRow);
