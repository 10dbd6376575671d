import type { FeedId } from '@open-rooms/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Conversation } from '../../../chat/conversation.ts';
import type { ClientState } from '../../../state/client-state.ts';
import type { PageState } from '../../../state/page-state.ts';
import type { RoomState } from '../../../state/room-state.ts';
import { calledOf, nameOf } from '../../conversation/names.ts';
import { buttons } from '../../elements/buttons.styles.ts';
import { controls } from '../../elements/controls.styles.ts';
import { fields } from '../../elements/fields.styles.ts';
import '../../elements/key-mark.ts';
import { lists } from '../../elements/lists.styles.ts';
import { UiElement } from '../../elements/ui-element.ts';
import { t } from '../../locales/language.ts';
import { isKept } from '../../people/is-kept.ts';
import { pageClock } from '../../shell/page-clock.ts';
import { memberText } from './members-text.ts';
import './own-standing.ts';
import { peopleStyles } from './people.styles.ts';
import './person-row.ts';
import { personRowStyles } from './person-row.styles.ts';

/** With more people than fit, one looks for a name. */
const FIND_FROM = 9;

/** Milliseconds until moderators, who see the people, ask again what they are. */
const LOOK_AGAIN = 15_000;

/** Rows at once: the others are found by name. */
const SHOWN = 200;

/**
 * Who is in a room, who asks, and whom one writes with: `<or-people .page .state .room @face @ring @compare @ban
 * @members @alias>`. Events about somebody have the feed id as detail: `face` opens the conversation with them.
 */
class People extends UiElement {
  static override properties = {
    page: { attribute: false },
    state: { attribute: false },
    room: { attribute: false },
    sought: { state: true },
  };
  static override styles = [controls, buttons, fields, lists, personRowStyles, peopleStyles];

  declare page: PageState;
  declare state: ClientState;
  declare room: RoomState;
  /** What is typed to find somebody. */
  declare sought: string;
  /** The room that was asked for its members, and until it is asked again. */
  #asked: RoomState | undefined;
  #again: Disposable | undefined;

  constructor() {
    super();
    this.sought = '';
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#again?.[Symbol.dispose]();
    this.#asked = undefined;
  }

  override render(): TemplateResult {
    this.#askMembers();
    const { attendants } = this.room;
    const above = [this.#asks(), this.#conversations(attendants.value)].filter((part) => part !== nothing);
    return html`<or-own-standing .page=${this.page} .state=${this.state} .room=${this.room}
        @members=${this.#pass} @alias=${this.#pass}></or-own-standing>
      ${above}
      ${above.length > 0 ? html`<h3>${t('peopleHere')}</h3>` : nothing}
      ${this.#here(attendants.value)}`;
  }

  #here(attendants: readonly FeedId[]): TemplateResult {
    const { state, sought } = this;
    const all = [state.client.id, ...this.#sorted(attendants)];
    const wanted = sought.trim().toLowerCase();
    const found = all.filter((id) => wanted === '' || calledOf(state, id).toLowerCase().includes(wanted));
    return html`${all.length < FIND_FROM ? nothing : this.#find()}
      <div class="rows" role="list">
        ${repeat(
          found.slice(0, SHOWN),
          (id) => id,
          (id) => this.#person(id),
        )}
      </div>
      ${found.length === 0 ? html`<p class="alone" role="status">${t('nobodyFound')}</p>` : nothing}
      ${attendants.length === 0 ? html`<p class="alone">${this.#aloneText()}</p>` : nothing}`;
  }

  #aloneText(): string {
    return this.room.may('enumerate') ? t('aloneAgain') : memberText('listHidden');
  }

  /** Whom one follows first, then in the order in which they came; whom one has blocked last. */
  #sorted(attendants: readonly FeedId[]): FeedId[] {
    const rank = (id: FeedId) => {
      const relation = this.state.contact(id).value?.relation;
      return relation === 'blocked' ? 2 : relation === 'followed' ? 0 : 1;
    };
    return [...attendants].sort((a, b) => rank(a) - rank(b));
  }

  #find(): TemplateResult {
    return html`<p class="find">
      <input
        type="search"
        aria-label=${t('findPerson')}
        placeholder=${t('findPerson')}
        .value=${this.sought}
        @input=${(event: InputEvent) => {
          this.sought = (event.target as HTMLInputElement).value;
        }}
      />
    </p>`;
  }

  #person(id: FeedId): TemplateResult {
    return html`<or-person-row .page=${this.page} .state=${this.state} .room=${this.room}
      .stage=${this.state.stage(this.room.room)} .feed=${id}
      @face=${this.#pass} @ring=${this.#pass} @compare=${this.#pass} @ban=${this.#pass}></or-person-row>`;
  }

  /** What strangers ask: shown, and nothing more, until the person has looked. */
  #asks(): TemplateResult | typeof nothing {
    const { state } = this;
    const [written, rung] = [state.asked.value, state.askedRings.value];
    if (written.length + rung.length === 0) return nothing;
    return html`<h3 id="asks">${t('asksInvite')}</h3>
      <ul class="rows" aria-labelledby="asks">
        ${rung.map(
          (ring) => html`<li class="ask">
            <span>${t('asksToRing', { name: nameOf(state, ring.from) })}</span>
            <span class="row">
              <button class="button quiet" type="button" @click=${() => this.#answer(ring)}>${t('answer')}</button>
              <button class="button quiet" type="button" @click=${() => ring.decline()}>${t('declineRing')}</button>
            </span>
          </li>`,
        )}
        ${written.map((conversation) => this.#talk(conversation, true))}
      </ul>`;
  }

  #answer(ring: { readonly from: FeedId; accept(): void }): void {
    ring.accept();
    this.#face(ring.from)();
  }

  /** Conversations with whoever one has written with, the newest first. */
  #conversations(attendants: readonly FeedId[]): TemplateResult | typeof nothing {
    const { state } = this;
    const lastOf = (each: Conversation) => state.conversation(each).entries.value.at(-1)?.at ?? 0;
    const all = state.conversations.value
      .filter((each) => each.kind === 'private' && lastOf(each) > 0)
      .sort((a, b) => lastOf(b) - lastOf(a));
    if (all.length === 0) return nothing;
    return html`<h3 id="private">${t('privateMessages')}</h3>
      <ul class="rows" aria-labelledby="private">
        ${all.map((each) => this.#talk(each, each.with !== undefined && attendants.includes(each.with)))}
      </ul>`;
  }

  #talk(conversation: Conversation, isHere: boolean): TemplateResult | typeof nothing {
    const { state } = this;
    const { with: id } = conversation;
    if (id === undefined) return nothing;
    const last = state.conversation(conversation).entries.value.at(-1);
    return html`<li class="person ${isHere ? '' : 'away'}">
      <or-key-mark silent feed=${id}></or-key-mark>
      <div class="words">
        <div class="name">
          <button class="called open" type="button" @click=${this.#face(id)}>${nameOf(state, id)}</button>
        </div>
        <span class="detail last">${last?.removed === true ? t('removedMessage') : last?.text}</span>
      </div>
      ${this.#unread(conversation)}
    </li>`;
  }

  #unread(conversation: Conversation): TemplateResult | typeof nothing {
    const count = this.state.conversation(conversation).unread.value;
    if (count === 0) return nothing;
    return html`<span class="badge"><span aria-hidden="true">${count}</span><span class="only-read">${t('countNew', { count })}</span></span>`;
  }

  /** Whoever moderates sees what everybody is; what others change the room does not tell. */
  #askMembers(): void {
    const { members, connection } = this.room;
    if (!this.room.may('manage-members') || connection.value !== 'open' || this.#asked === this.room) return;
    this.#asked = this.room;
    void isKept(this.page, members.load());
    this.#again?.[Symbol.dispose]();
    this.#again = pageClock.after(LOOK_AGAIN, () => {
      this.#asked = undefined;
      this.requestUpdate();
    });
  }

  readonly #pass = (event: Event | CustomEvent<FeedId>): void => {
    this.dispatchEvent(new CustomEvent(event.type, { detail: 'detail' in event ? event.detail : undefined }));
  };

  #face(detail: FeedId): () => void {
    return () => void this.dispatchEvent(new CustomEvent('face', { detail }));
  }
}

customElements.define('or-people', People);
