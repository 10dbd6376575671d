import { html, type PropertyValues, type TemplateResult } from 'lit';
import { JoinError } from '../../../connection/join-error.ts';
import type { OutgoingRing } from '../../../peers/outgoing-ring.ts';
import type { PageState } from '../../../state/page-state.ts';
import { whenDefined } from '../../../state/when-defined.ts';
import { isRoomAt, ownPageOf } from '../../../state/where.ts';
import { buttons } from '../../elements/buttons.styles.ts';
import { controls } from '../../elements/controls.styles.ts';
import { icon } from '../../elements/icons.ts';
import '../../elements/key-mark.ts';
import { keyWords } from '../../elements/key-words.ts';
import { UiElement } from '../../elements/ui-element.ts';
import { t } from '../../locales/language.ts';
import { roomRoute } from '../../routing/room-route.ts';
import type { Router } from '../../routing/router.ts';
import type { RoomRoute } from '../../routing/routes.ts';
import { faultStyles } from '../join/join-fault.styles.ts';
import { type FaultActions, faultView } from '../join/join-fault.ts';
import { ringStyles } from './ring.styles.ts';

/** How a ring may end that nobody took. */
type Untaken = 'declined' | 'missed' | 'gone';

type Phase =
  | { readonly kind: 'asking' }
  /** Through their room, to them. */
  | { readonly kind: 'finding' }
  | { readonly kind: 'ringing'; readonly ring: OutgoingRing }
  | { readonly kind: 'over'; readonly how: Untaken; readonly ring: OutgoingRing }
  | { readonly kind: 'failed'; readonly error: JoinError };

const SAID = { declined: 'ringDeclined', missed: 'ringMissed', gone: 'ringGone' } as const;

/**
 * Rings somebody by their alias, wherever their room is, and says what became of it. Whoever answers is met in that
 * room. `<or-ring .page .router .who .label .room ?rings @elsewhere>`; with `rings` it begins by itself. With `contact`
 * it rings a contact by their id, wherever both are, and `elsewhere` is back to them.
 */
class RingScreen extends UiElement {
  static override properties = {
    page: { attribute: false },
    router: { attribute: false },
    who: {},
    label: {},
    room: {},
    rings: { type: Boolean },
    contact: { type: Boolean },
    phase: { state: true },
  };
  static override styles = [controls, buttons, faultStyles, ringStyles];

  declare page: PageState;
  declare router: Router;
  /** The alias, or the link that leads to them. */
  declare who: string;
  /** What they are called: `bob`. */
  declare label: string;
  /** Their room, as a route names it; empty for a contact. */
  declare room: string;
  declare rings: boolean;
  declare contact: boolean;
  declare phase: Phase;
  #going = new AbortController();

  constructor() {
    super();
    this.room = '';
    this.rings = false;
    this.contact = false;
    this.phase = { kind: 'asking' };
  }

  override render(): TemplateResult {
    const { phase } = this;
    const name = this.#name();
    switch (phase.kind) {
      case 'asking':
        return this.#panel(t('ringTitle', { name }), t('ringText', { name, room: this.#host() }), [
          html`<button class="button" type="button" @click=${this.#ring}>${icon('bell-ring')}${t('ringOnce')}</button>`,
          this.#other(),
        ]);
      case 'finding':
        return this.#panel(t('ringFinding', { name }), this.#findingText(), [this.#cancel()]);
      case 'ringing':
        return this.#panel(t('ringing', { name }), t('ringWaitText'), [this.#cancel()]);
      case 'over': {
        const next = phase.how === 'missed' ? t('ringMissedNext') : t('ringNext');
        return this.#panel(t(SAID[phase.how], { name }), next, this.#ways());
      }
      case 'failed':
        return this.#failed(phase.error, name);
    }
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (changed.has('who')) this.#reset();
    if (changed.has('who') && this.rings) void this.#ring();
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    if (!changed.has('phase')) return;
    const heading = this.renderRoot.querySelector('h1');
    if (heading === null) return;
    heading.tabIndex = -1;
    heading.focus();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#reset();
  }

  #panel(title: string, text: string, ways: readonly TemplateResult[]): TemplateResult {
    const { phase } = this;
    const id = 'ring' in phase ? phase.ring.to : undefined;
    return html`<div class="panel ${phase.kind}">
      <div class="mark">
        ${id === undefined ? html`<span class="wait">${icon('bell-ring')}</span>` : html`<or-key-mark silent feed=${id}></or-key-mark>`}
      </div>
      <h1>${title}</h1>
      <p class="alias">${this.contact ? '' : html`<code>${this.who}</code>`}${id === undefined ? '' : html`<span class="soft small">${keyWords(id)}</span>`}</p>
      <p class="lead" role="status">${text}</p>
      <div class="row">${ways}</div>
    </div>`;
  }

  #cancel(): TemplateResult {
    return html`<button class="button quiet" type="button" @click=${this.#stop}>${t('cancelRing')}</button>`;
  }

  #ways(): TemplateResult[] {
    const toRoom = html`<button class="button" type="button" @click=${this.#toRoom}>${t('goToRoom')}</button>`;
    return [
      ...(this.#meetingPlace() === undefined ? [] : [toRoom]),
      html`<button class="button quiet" type="button" @click=${this.#ring}>${t('ringAgain')}</button>`,
      this.#other(),
    ];
  }

  #other(): TemplateResult {
    const text = this.contact ? t('backTo', { name: this.#name() }) : t('tryAnother');
    return html`<button class="button quiet" type="button" @click=${this.#elsewhere}>${text}</button>`;
  }

  #findingText(): string {
    return this.contact ? t('ringFindingContact') : t('ringFindingText', { room: this.#host() });
  }

  #failed(error: JoinError, name: string): TemplateResult {
    const isMixed = location.protocol === 'https:' && error.fault === 'unreachable' && !this.contact;
    const actions = {
      onAgain: this.#ring,
      onElsewhere: this.#elsewhere,
      ownPage: isMixed ? ownPageOf(this.room) : undefined,
    };
    if (this.contact) return this.#contactFailed(error, name, actions);
    // Their room was reached, or has said that they are not there.
    const isInside = this.#isInTheirRoom();
    if (!isInside) return faultView(error, actions);
    const toRoom = html`<button class="button" type="button" @click=${this.#toRoom}>${t('goToRoom')}</button>`;
    if (error.fault === 'refused' || error.fault === 'silent')
      return faultView(error, {
        ...actions,
        title: t('ringRefused', { name }),
        next: t('ringNext'),
        more: toRoom,
      });
    if (error.fault !== 'not-online') return faultView(error, actions);
    return faultView(error, {
      ...actions,
      title: t('ringNotOnline', { name }),
      next: t('ringNotOnlineNext'),
      more: html`${toRoom}
        <button class="button quiet" type="button" @click=${() => void this.#follow(name)}>${icon('user-plus')}${t('addToContacts')}</button>`,
    });
  }

  /** They were found in none of the rooms, or could not be rung there. */
  #contactFailed(error: JoinError, name: string, actions: FaultActions): TemplateResult {
    const isAway = error.fault === 'not-online' || error.fault === 'unreachable';
    return faultView(error, {
      ...actions,
      title: t(isAway ? 'ringNotOnline' : 'ringRefused', { name }),
      next: t('ringContactNext'),
      elsewhere: t('backTo', { name }),
    });
  }

  #name(): string {
    const { phase } = this;
    const id = 'ring' in phase ? phase.ring.to : undefined;
    const state = this.page.clientState.value;
    return (id && state?.client.nameOf(id)) ?? this.label;
  }

  /** Whether their room is joined: what failed then is not the way there. */
  #isInTheirRoom(): boolean {
    const rooms = this.page.clientState.value?.rooms.value ?? [];
    return rooms.some((room) => isRoomAt(room, this.room));
  }

  #host(): string {
    return this.who.startsWith('@') ? this.who.slice(this.label.length + 2) : this.room;
  }

  readonly #ring = async (): Promise<void> => {
    this.#going.abort();
    this.#going = new AbortController();
    const { signal } = this.#going;
    this.phase = { kind: 'finding' };
    try {
      const { client } = await whenDefined(this.page.clientState, signal);
      const ring = await client.ring(this.who, { signal });
      const cancel = () => ring.cancel();
      if (signal.aborted) return cancel();
      signal.addEventListener('abort', cancel, { once: true });
      this.phase = { kind: 'ringing', ring };
      const how = await ring.answered;
      signal.removeEventListener('abort', cancel);
      if (signal.aborted) return;
      if (how === 'accepted') this.#toRoom();
      else this.phase = { kind: 'over', how, ring };
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof JoinError)) throw error;
      this.phase = { kind: 'failed', error };
    }
  };

  readonly #stop = () => {
    this.#reset();
    if (this.contact) this.#elsewhere();
  };

  #reset(): void {
    this.#going.abort();
    this.phase = { kind: 'asking' };
  }

  /** Whoever has answered is there to be talked with at once. */
  readonly #toRoom = () => {
    const { phase } = this;
    const route = this.#meetingPlace();
    if (route === undefined) this.#elsewhere();
    else this.router.go('ring' in phase ? { ...route, facing: phase.ring.to } : route);
  };

  /** The room of the alias; the one through which a contact was rung, where it is remembered. */
  #meetingPlace(): RoomRoute | undefined {
    if (!this.contact) return { screen: 'room', room: this.room, enters: true };
    const { phase } = this;
    const state = this.page.clientState.peek();
    if (!('ring' in phase) || state === undefined) return undefined;
    return roomRoute(state, this.page.here.peek(), phase.ring.room);
  }

  readonly #elsewhere = () => void this.dispatchEvent(new Event('elsewhere'));

  async #follow(name: string): Promise<void> {
    const { client } = await whenDefined(this.page.clientState, this.#going.signal);
    await client.follow(this.who);
    this.page.tell(t('addedToContacts', { name }));
  }
}

customElements.define('or-ring', RingScreen);
