import type { Role } from '@open-rooms/protocol';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { JoinError } from '../../../connection/join-error.ts';
import type { Glimpse } from '../../../connection/look-at.ts';
import { whenDefined } from '../../../state/when-defined.ts';
import { ownPageOf, personAt, type Where, whereTo } from '../../../state/where.ts';
import { buttons } from '../../elements/buttons.styles.ts';
import { controls } from '../../elements/controls.styles.ts';
import { fields } from '../../elements/fields.styles.ts';
import { icon } from '../../elements/icons.ts';
import type { Told } from '../../elements/told.ts';
import '../../keys/key-offer.ts';
import { t } from '../../locales/language.ts';
import { aliasHere, type RoomRoute } from '../../routing/routes.ts';
import { pageClock } from '../../shell/page-clock.ts';
import '../../shell/top-bar.ts';
import { Screen } from '../screen.ts';
import type { Entry } from './entry-form.ts';
import './entry-form.ts';
import { enterRoom, NameRefused } from './enter-room.ts';
import { invitedText } from './invited-text.ts';
import { joinStyles } from './join.styles.ts';
import { faultStyles } from './join-fault.styles.ts';
import { faultView, flawTexts } from './join-fault.ts';
import './room-front.ts';

export { areInvitedTextsHere } from './invited-text.ts';

/** After so long it is said that it takes long. */
const LONG_AFTER = 6_000;

type Phase =
  /** Before anybody has said that they want in. */
  | { readonly kind: 'asking'; readonly nameError?: Told }
  | { readonly kind: 'joining'; readonly isLong: boolean }
  | { readonly kind: 'failed'; readonly error: JoinError };

/**
 * The way into a room: who it is, who is inside, one's name, and `Join`; where the way leads to somebody, they are rung.
 * `<or-join .page .router .route @wish @joined>`: what they want inside, an `EntryWish`, and the `Room`, once they are in.
 */
class Join extends Screen {
  static override properties = {
    ...Screen.properties,
    where: { state: true },
    glimpse: { state: true },
    invitedAs: { state: true },
    phase: { state: true },
    name: { state: true },
  };
  static override styles = [controls, buttons, fields, faultStyles, joinStyles];

  declare where: Where | undefined;
  /** What the room is from outside; `undefined` until it has answered. */
  declare glimpse: Glimpse | undefined;
  /** What the invite makes one there, once its room has said so. */
  declare invitedAs: Role | undefined;
  declare phase: Phase;
  /** The name that was typed: whoever has to try again has it still. */
  declare name: string | undefined;
  /** What goes on for this route: aborted when it is left. */
  #going = new AbortController();

  constructor() {
    super();
    this.phase = ASKING;
  }

  override pageTitle(): string {
    return `${t('joinTitle', { room: this.#name() })} · ${t('appName')}`;
  }

  override render(): TemplateResult {
    return html`<or-top-bar .page=${this.page} .route=${this.route}></or-top-bar>
      <div class="page">${this.#content()}</div>`;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (changed.has('route')) this.#begin();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated && this.#going.signal.aborted) this.#begin();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#going.abort();
  }

  #content(): TemplateResult {
    const { phase, where, page } = this;
    if (phase.kind === 'failed') return this.#failed(phase.error);
    if (where?.kind === 'person') {
      const { who, label, room } = where;
      return html`<or-ring .page=${page} .router=${this.router} .who=${who} .label=${label} .room=${room}
        ?rings=${this.#route.enters === true} @elsewhere=${this.#goElsewhere}></or-ring>`;
    }
    return html`<div class="ways">
      <or-room-front .page=${page} .glimpse=${this.glimpse} .name=${this.#name()} .host=${where?.shown ?? ''}
        ?here=${this.#isHere}><h1 slot="title">${phase.kind === 'joining' ? t('joining', { room: this.#name() }) : this.#name()}</h1></or-room-front>
      <div class="card stack">${phase.kind === 'joining' ? this.#progress(phase.isLong) : this.#form(phase.nameError)}</div>
    </div>`;
  }

  #form(nameError: Told | undefined): TemplateResult {
    const hasInvite = this.where?.kind === 'room' && this.where.invite !== undefined;
    return html`${hasInvite ? html`<p class="invited small">${icon('link')}<span>${this.#invited()}</span></p>` : nothing}
      <or-entry-form
        .page=${this.page}
        .typed=${this.name}
        .error=${nameError}
        @enter=${(event: CustomEvent<Entry>) => this.#enter(event.detail)}
      ></or-entry-form>
      <or-key-offer .page=${this.page}></or-key-offer>`;
  }

  #invited(): string {
    return this.invitedAs === undefined ? t('withInvite') : invitedText(INVITED_AS[this.invitedAs]);
  }

  #progress(isLong: boolean): TemplateResult {
    return html`<div class="progress">
      <div class="bar" aria-hidden="true"></div>
      <p role="status">${isLong ? t('joiningLong') : t('joiningText')}</p>
      <button class="button quiet" type="button" @click=${() => this.#begin({ asks: true })}>${t('cancel')}</button>
    </div>`;
  }

  #failed(error: JoinError): TemplateResult {
    const room = this.where?.room;
    const isMixed = location.protocol === 'https:' && error.fault === 'unreachable' && room !== undefined;
    return faultView(error, {
      onAgain: () => this.#begin(),
      onElsewhere: this.#goElsewhere,
      onForget: error.fault === 'other-key' ? () => void this.#forget() : undefined,
      ownPage: isMixed ? ownPageOf(room) : undefined,
      ...(error.flaw && flawTexts(error.flaw)),
    });
  }

  get #route(): RoomRoute {
    return this.route.screen === 'room' ? this.route : { screen: 'room', room: null };
  }

  /** Whether it is the room of the server that this page came from. */
  get #isHere(): boolean {
    return this.#route.room === null || this.where?.room === location.host;
  }

  #name(): string {
    const { glimpse, where, page } = this;
    const here = this.#isHere ? page.here.value : undefined;
    const known = glimpse && page.clientState.value?.client.knownRooms.room(glimpse.id)?.name;
    return here?.name || glimpse?.name || known || where?.shown || location.host;
  }

  /** Begins anew with the route; with `asks` nobody goes in before they have said so again. */
  #begin({ asks = false } = {}): void {
    this.#going.abort();
    this.#going = new AbortController();
    const { room, invite, enters = false } = this.#route;
    this.phase = ASKING;
    this.glimpse = undefined;
    this.invitedAs = undefined;
    try {
      const where = whereTo(
        aliasHere(room) === undefined ? (room ?? location.host) : `${room}@${location.host}`,
      );
      this.where = invite === undefined || where.kind === 'person' ? where : { ...where, invite };
    } catch (error) {
      this.#fail(error);
      return;
    }
    if (this.where.kind === 'person') void this.#ring();
    else if (enters && !asks) void this.#join();
    else {
      void this.#look(this.where.room, this.#going.signal);
      if (this.where.invite !== undefined) void this.#lookAtInvite(this.where.invite, this.#going.signal);
    }
  }

  async #ring(): Promise<void> {
    await import('../ring/ring.ts');
    this.requestUpdate();
  }

  /** Shows who the room is, where it is another server's: this one's has told. */
  async #look(room: string, signal: AbortSignal): Promise<void> {
    if (this.#isHere) return;
    try {
      const self = await whenDefined(this.page.self, signal);
      const glimpse = await self.look(room, signal);
      if (glimpse.label !== undefined) {
        this.where = personAt(room);
        await this.#ring();
      } else if (!signal.aborted) this.glimpse = glimpse;
    } catch (error) {
      const hasInvite = this.where?.kind === 'room' && this.where.invite !== undefined;
      // An invite may say itself where it leads.
      if (!signal.aborted && this.phase.kind === 'asking' && !hasInvite) this.#fail(error);
    }
  }

  /** What it makes one there; one that is good for nothing is told before anybody has typed anything. */
  async #lookAtInvite(invite: string, signal: AbortSignal): Promise<void> {
    try {
      const self = await whenDefined(this.page.self, signal);
      const role = await self.lookAtInvite(invite, signal);
      if (!signal.aborted) this.invitedAs = role;
    } catch (error) {
      const isFlawed = error instanceof JoinError && error.flaw !== undefined;
      if (isFlawed && !signal.aborted && this.phase.kind === 'asking') this.#fail(error);
    }
  }

  #enter({ name, wish }: Entry): void {
    this.name = name;
    this.dispatchEvent(new CustomEvent('wish', { detail: wish }));
    void this.#join();
  }

  async #join(): Promise<void> {
    const { where, page, name } = this;
    if (where?.kind !== 'room') return;
    this.#going.abort();
    this.#going = new AbortController();
    const { signal } = this.#going;
    this.phase = { kind: 'joining', isLong: false };
    this.takesFocus = true;
    const long = pageClock.after(LONG_AFTER, () => {
      if (this.phase.kind === 'joining') this.phase = { kind: 'joining', isLong: true };
    });
    try {
      const room = await enterRoom({ page, where, name, isHere: this.#isHere, signal });
      if (!signal.aborted) this.dispatchEvent(new CustomEvent('joined', { detail: room }));
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof NameRefused) this.phase = { kind: 'asking', nameError: error.told };
      else this.#fail(error);
    } finally {
      long[Symbol.dispose]();
    }
  }

  #fail(error: unknown): void {
    if (!(error instanceof JoinError)) throw error;
    this.phase = { kind: 'failed', error };
    this.takesFocus = this.hasUpdated;
  }

  /** Its host named another room before, which is believed until its person forgets it. */
  async #forget(): Promise<void> {
    const rooms = this.page.clientState.value?.client.knownRooms;
    const old = this.where && rooms?.byHost(this.where.shown);
    if (old !== undefined) await rooms?.forget(old.id);
    this.#begin();
  }

  readonly #goElsewhere = () => this.router.go({ screen: 'landing' });
}

const INVITED_AS = {
  owner: 'invitedAsOwner',
  moderator: 'invitedAsModerator',
  participant: 'invitedAsParticipant',
  viewer: 'invitedAsViewer',
} as const;

const ASKING: Phase = { kind: 'asking' };

customElements.define('or-join', Join);
