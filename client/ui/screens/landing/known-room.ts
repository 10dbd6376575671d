import type { FeedId } from '@open-rooms/protocol';
import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { JoinError } from '../../../connection/join-error.ts';
import type { KnownRoom } from '../../../contacts/known-room.ts';
import type { ClientState } from '../../../state/client-state.ts';
import type { Self } from '../../../state/self.ts';
import { controls } from '../../elements/controls.styles.ts';
import '../../elements/key-mark.ts';
import { lists } from '../../elements/lists.styles.ts';
import { UiElement } from '../../elements/ui-element.ts';
import { writeAgo } from '../../locales/dates.ts';
import { t } from '../../locales/language.ts';
import { isForThisTab } from '../../routing/for-this-tab.ts';
import { routeTo } from '../../routing/room-route.ts';
import type { Router } from '../../routing/router.ts';
import { pathOf } from '../../routing/routes.ts';
import { pageClock } from '../../shell/page-clock.ts';

/** Marks of those inside; the others are a number. */
const MARKS = 4;

/**
 * A room in which one has been, in one row: who is online, where one is connected; else how many, where the room tells
 * that to whoever looks; else when one was there.
 */
class KnownRoomRow extends UiElement {
  static override properties = {
    state: { attribute: false },
    self: { attribute: false },
    router: { attribute: false },
    room: { attribute: false },
    online: { state: true },
  };
  static override styles = [
    controls,
    lists,
    css`
      .marks {
        display: flex;
      }
      .marks or-key-mark {
        --or-mark-size: 1.75rem;
        outline: 2px solid var(--or-ground);
      }
      .marks or-key-mark + or-key-mark {
        margin-inline-start: -0.4rem;
      }
    `,
  ];

  declare state: ClientState;
  declare self: Self | undefined;
  declare router: Router;
  declare room: KnownRoom;
  /** How many are inside, as the room tells from outside. */
  declare online: number | undefined;
  #looking = new AbortController();

  override render(): TemplateResult {
    const { id, name, hosts } = this.room;
    return html`<a class="list-row" href=${pathOf(routeTo(this.room))} @click=${this.#onClick}>
      <or-key-mark room silent feed=${id}></or-key-mark>
      <span class="words">
        <span class="name">${name || hosts[0] || t('unnamedRoom')}</span>
        <span class="detail">${this.#detail()}</span>
      </span>
      ${this.#marks()}
    </a>`;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    const isSame = changed.get('room')?.id === this.room.id && !changed.has('self');
    if (!changed.has('room') && !changed.has('self')) return;
    if (!isSame) void this.#look();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#looking.abort();
  }

  /** A room that does not answer now is shown as it was. */
  async #look(): Promise<void> {
    this.#looking.abort();
    this.#looking = new AbortController();
    this.online = undefined;
    if (this.self === undefined || this.#inside() !== undefined) return;
    const { signal } = this.#looking;
    const { hosts, addresses } = this.room;
    try {
      const { id, online } = await this.self.look(hosts[0] ?? addresses, signal);
      if (!signal.aborted && id === this.room.id) this.online = online;
    } catch (error) {
      if (!(error instanceof JoinError) && !signal.aborted) throw error;
    }
  }

  #detail(): TemplateResult | string {
    const inside = this.#inside();
    const [host] = this.room.hosts;
    const when = t('lastThere', { ago: writeAgo(this.room.seenAt, pageClock.now()) });
    if (inside !== undefined)
      return inside.length === 0 ? t('nobodyOnline') : t('peopleOnline', { count: inside.length + 1 });
    if (this.online) return t('peopleOnline', { count: this.online });
    return host === undefined ? when : `${host} · ${when}`;
  }

  #marks(): TemplateResult | typeof nothing {
    const inside = this.#inside() ?? [];
    if (inside.length === 0) return nothing;
    const { client } = this.state;
    return html`<span class="marks">
        ${inside.slice(0, MARKS).map((id) => html`<or-key-mark feed=${id} name=${client.nameOf(id) ?? ''}></or-key-mark>`)}
      </span>
      <span class="dot live"></span>`;
  }

  /** `undefined` where one is not connected, and nobody tells. */
  #inside(): readonly FeedId[] | undefined {
    const joined = this.state.rooms.value.find(({ id }) => id === this.room.id);
    if (joined === undefined) return undefined;
    const { connection, attendants } = this.state.room(joined);
    return connection.value === 'open' ? attendants.value : undefined;
  }

  /** One click is enough for a room that one knows. A new tab asks as ever. */
  #onClick(event: MouseEvent): void {
    if (!isForThisTab(event)) return;
    event.preventDefault();
    this.router.go(routeTo(this.room));
  }
}

customElements.define('or-known-room', KnownRoomRow);
