import { css, html, type PropertyValues, type TemplateResult } from 'lit';
import type { Room } from '../../../connection/room.ts';
import type { ClientState } from '../../../state/client-state.ts';
import { keepKnownRoom } from '../../../state/keep-known-room.ts';
import { roomCalled } from '../../conversation/names.ts';
import { controls } from '../../elements/controls.styles.ts';
import { t } from '../../locales/language.ts';
import { joinedRoom } from '../../routing/room-route.ts';
import type { RoomRoute } from '../../routing/routes.ts';
import { loadFor } from '../../shell/fault.ts';
import type { EntryWish } from '../join/entry-form.ts';
import { Screen } from '../screen.ts';
import { insideOf, markInside, unmarkInside } from './inside-mark.ts';

/** What is shown, and the part of the build that defines it, with its texts. */
const PARTS = {
  join: async () => (await import('../join/join.ts')).areInvitedTextsHere,
  inside: async () => {
    const [stage, inside] = await Promise.all([import('../../stage/stage-text.ts'), import('./inside.ts')]);
    await Promise.all([stage.areStageTextsHere, inside.areMemberTextsHere]);
  },
} as const;
type PartName = keyof typeof PARTS;

/**
 * A room: the way into it, and the room itself once one is in. Which of both is what the client says; a tab that was
 * inside comes back inside when it is loaded again.
 */
class RoomScreen extends Screen {
  static override properties = {
    ...Screen.properties,
    loaded: { state: true },
    hasFailed: { state: true },
    watches: { state: true },
  };
  static override styles = [
    controls,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        min-height: 0;
      }
      .wait {
        align-self: center;
        justify-self: center;
        color: var(--or-soft);
      }
    `,
  ];

  /** The parts whose code is here. */
  declare loaded: readonly PartName[];
  declare hasFailed: boolean;
  /** Whoever goes in wants to watch, and sees the stage first. */
  declare watches: boolean;
  #wasOutside = false;
  readonly #asked = new Set<PartName>();

  constructor() {
    super();
    this.loaded = [];
    this.hasFailed = false;
    this.watches = false;
  }

  /** The way in names itself. */
  override pageTitle(): string {
    const inside = this.#inside();
    if (inside === undefined) return document.title;
    const { room, state } = inside;
    const unread = state.unread.value;
    const name = roomCalled(state.room(room));
    return `${unread > 0 ? `(${unread}) ` : ''}${name} · ${t('appName')}`;
  }

  override render(): TemplateResult {
    if (this.hasFailed) return html`<or-fault></or-fault>`;
    const inside = this.#inside();
    const part = inside === undefined ? 'join' : 'inside';
    if (this.#isComingBack() || !this.loaded.includes(part)) return html`<p class="wait">${t('loading')}</p>`;
    if (inside === undefined)
      return html`<or-join
        .page=${this.page}
        .router=${this.router}
        .route=${this.route}
        @wish=${(event: CustomEvent<EntryWish>) => {
          this.watches = event.detail === 'watch';
        }}
        @joined=${(event: CustomEvent<Room>) => this.#onJoined(event.detail)}
      ></or-join>`;
    const { room, state } = inside;
    return html`<or-inside
      .page=${this.page}
      .state=${state}
      .room=${room}
      .route=${this.#route}
      ?watches=${this.watches}
      @leave=${() => void this.#leave(room, state)}
    ></or-inside>`;
  }

  protected override updated(changed: PropertyValues): void {
    const inside = this.#inside();
    this.toggleAttribute('inside', inside !== undefined);
    if (this.#isComingBack()) this.#comeBack();
    else void this.#load(inside === undefined ? 'join' : 'inside');
    if (inside !== undefined) this.#onInside(inside.room);
    else this.#wasOutside = true;
    this.#passFocus();
    super.updated(changed);
  }

  get #route(): RoomRoute {
    return this.route.screen === 'room' ? this.route : { screen: 'room', room: null };
  }

  #inside(): { readonly room: Room; readonly state: ClientState } | undefined {
    const state = this.page.clientState.value;
    if (state === undefined) return undefined;
    const marked = insideOf(this.#route.room);
    const room =
      state.rooms.value.find(({ id }) => id === marked) ??
      joinedRoom(state, this.page.here.value, this.#route);
    return room && { room, state };
  }

  /** Whether this tab was inside before it was loaded again, and its client is not there yet. */
  #isComingBack(): boolean {
    const id = insideOf(this.#route.room);
    if (id === undefined || this.#inside() !== undefined) return false;
    const state = this.page.clientState.value;
    if (state === undefined) return this.page.session.value.kind === 'opening';
    return state.client.knownRooms.room(id) !== undefined;
  }

  #comeBack(): void {
    const id = insideOf(this.#route.room);
    const state = this.page.clientState.peek();
    if (id !== undefined && state !== undefined) keepKnownRoom(state.client, id);
  }

  #onJoined(room: Room): void {
    markInside(this.#route.room, room.id);
    this.requestUpdate();
  }

  /** One has come in, perhaps before the way in has said so. An invite is spent then, and stays in no history. */
  #onInside({ id }: Room): void {
    const { room, invite } = this.#route;
    markInside(room, id);
    if (this.#wasOutside) this.takesFocus = true;
    this.#wasOutside = false;
    if (invite !== undefined) this.router.go({ screen: 'room', room }, { replace: true });
  }

  async #load(part: PartName): Promise<void> {
    if (this.#asked.has(part)) return;
    this.#asked.add(part);
    await loadFor<unknown>(this, PARTS[part]);
    this.loaded = [...this.loaded, part];
  }

  /** The heading is that of what is shown. */
  #passFocus(): void {
    if (!this.takesFocus) return;
    const shown = this.renderRoot.querySelector<Screen>('or-join, or-inside');
    if (shown === null) return;
    this.takesFocus = false;
    shown.takesFocus = true;
    shown.requestUpdate();
  }

  async #leave(room: Room, state: ClientState): Promise<void> {
    const name = roomCalled(state.room(room));
    this.watches = false;
    unmarkInside(room.id);
    this.router.go({ screen: 'landing' });
    state.client.leave(room);
    this.page.tell(t('leftRoom', { name }));
  }
}

customElements.define('or-room', RoomScreen);
