import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { PageState } from '../../state/page-state.ts';
import '../elements/strip.ts';
import '../elements/toasts.ts';
import { UiElement } from '../elements/ui-element.ts';
import { t } from '../locales/language.ts';
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
      ${isKept ? nothing : strip(t('keepsNothing'))}`;
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
