import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Room } from '../../connection/room.ts';
import type { ClientState } from '../../state/client-state.ts';
import type { PageState } from '../../state/page-state.ts';
import { roomCalled } from '../conversation/names.ts';
import '../elements/strip.ts';
import '../elements/toasts.ts';
import { UiElement } from '../elements/ui-element.ts';
import { t } from '../locales/language.ts';
import { joinedRoom, roomRoute } from '../routing/room-route.ts';
import type { Router } from '../routing/router.ts';
import type { Route } from '../routing/routes.ts';
import type { Screen } from '../screens/screen.ts';
import { createScreen, SCREENS, type ScreenEntry } from '../screens.ts';
import { loadFor } from './fault.ts';
import './rings.ts';
import './top-bar.ts';

/**
 * The whole page: its bar, the screen of the route, and what is told meanwhile. It has no shadow root: landmarks and
 * the link that skips to the content are the document's own. Its style is in `app.css`.
 */
export class AppElement extends UiElement {
  static override properties = {
    page: { attribute: false },
    router: { attribute: false },
    screen: { state: true },
    hasFailed: { state: true },
  };

  declare page: PageState;
  declare router: Router;
  /** What is shown: the screen of the route, or of the one before while its code is loaded. */
  declare screen:
    | { readonly element: Screen; readonly entry: ScreenEntry; readonly route: Route }
    | undefined;
  declare hasFailed: boolean;
  /** Whether the page said last that there is no more to it. */
  #wasEnded = false;
  /** The route whose screen was asked for last: once is enough, however often this is rendered meanwhile. */
  #asked: Route | undefined;
  #endAsked = false;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override render(): TemplateResult {
    const route = this.router.route.value;
    if (this.#asked !== route) void this.#load(route);
    const isEnded = this.#isEnded();
    const fillsPage = this.screen?.entry.fillsPage === true && !isEnded;
    return html`<header>
        <a class="skip" href="#main" @click=${this.#skip}>${t('skipToContent')}</a>
        ${fillsPage ? nothing : html`<or-top-bar .page=${this.page} .route=${route}></or-top-bar>`}
      </header>
      ${this.#strips()}
      <main id="main" tabindex="-1" class=${fillsPage ? 'full' : ''}>
        ${this.#content(isEnded)}
      </main>
      <or-rings .page=${this.page} .router=${this.router}></or-rings>
      <or-toasts .page=${this.page}></or-toasts>`;
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    this.#tellStage(changed.has('screen'));
  }

  #content(isEnded: boolean): TemplateResult | Screen {
    if (this.hasFailed) return html`<or-fault></or-fault>`;
    if (isEnded) return html`<or-session-end .page=${this.page}></or-session-end>`;
    return this.screen?.element ?? html`<p>${t('loading')}</p>`;
  }

  /** Whether the screen is of no use now: this tab is in no room, and says why in its place. Reads signals. */
  #isEnded(): boolean {
    const { kind } = this.page.session.value;
    if (kind === 'opening' || kind === 'open') return false;
    const isEnded = this.screen !== undefined && this.screen.entry.needsNoSession !== true;
    if (isEnded && !this.#endAsked) {
      this.#endAsked = true;
      void loadFor(this, () => import('./session-end.ts'));
    }
    return isEnded;
  }

  /** A locked page waits for its person, and is ready for that. What goes on in a room, the room tells. */
  #tellStage(isNew: boolean): void {
    const { stage, session } = this.page;
    const wasEnded = this.#wasEnded;
    this.#wasEnded = this.#isEnded() && session.peek().kind !== 'locked';
    if (this.#wasEnded) stage.value = 'ended';
    else if (this.screen !== undefined && (isNew || wasEnded)) stage.value = 'ready';
  }

  #strips(): TemplateResult | typeof nothing {
    if (!this.page.isOnline.value) {
      return html`<or-strip drawing="wifi-off">${t('offline')}</or-strip>`;
    }
    const strip = (text: string) =>
      html`<or-strip kind="calm" drawing="info">${withWholeFlags(text)}</or-strip>`;
    const isKept = this.page.self.value?.trouble === undefined;
    return html`${isSecureContext ? nothing : strip(t('noSecureContext'))}
      ${isKept ? nothing : strip(t('keepsNothing'))} ${this.#sharing()}`;
  }

  /** Whoever shares and is on another page is told so: in the room there is a bar for it. */
  #sharing(): TemplateResult | typeof nothing {
    const state = this.page.clientState.value;
    const isShared = (room: Room) => state !== undefined && state.stage(room).own.value.length > 0;
    const room = state?.rooms.value.find(isShared);
    if (state === undefined || room === undefined || this.#isShown(state, room)) return nothing;
    const back = () => {
      const route = roomRoute(state, this.page.here.peek(), room.id);
      if (route !== undefined) this.router.go(route);
    };
    return html`<or-strip drawing="eye" action=${t('backToRoom')} @act=${back}>
      ${t('youShareThere', { name: roomCalled(state.room(room)) })}
    </or-strip>`;
  }

  #isShown(state: ClientState, room: Room): boolean {
    const route = this.router.route.value;
    return route.screen === 'room' && joinedRoom(state, this.page.here.value, route) === room;
  }

  async #load(route: Route): Promise<void> {
    this.#asked = route;
    const entry = SCREENS[route.screen] ?? SCREENS['not-found'];
    if (entry === undefined) return;
    const isFirst = this.screen === undefined;
    const shown =
      this.screen?.entry === entry ? this.screen.element : await loadFor(this, () => createScreen(entry));
    if (this.router.route.peek() !== route) return;
    shown.takesFocus = !isFirst;
    Object.assign(shown, { route, router: this.router, page: this.page });
    this.hasFailed = false;
    this.screen = { element: shown, entry, route };
  }

  #skip(event: Event): void {
    event.preventDefault();
    this.querySelector('main')?.focus();
  }
}

/** What somebody is to type stays on one line. */
function withWholeFlags(text: string): (string | TemplateResult)[] {
  return text
    .split(/(--[a-z-]+(?: self-signed)?)/)
    .map((part) => (part.startsWith('--') ? html`<span class="flag">${part}</span>` : part));
}

customElements.define('or-app', AppElement);
