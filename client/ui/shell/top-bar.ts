import { html, nothing, type TemplateResult } from 'lit';
import type { PageState } from '../../state/page-state.ts';
import { buttons } from '../elements/buttons.styles.ts';
import { controls } from '../elements/controls.styles.ts';
import { type IconName, icon } from '../elements/icons.ts';
import { lists } from '../elements/lists.styles.ts';
import '../elements/key-mark.ts';
import { UiElement } from '../elements/ui-element.ts';
import { t } from '../locales/language.ts';
import { pathOf, type Route } from '../routing/routes.ts';
import { topBarStyles } from './top-bar.styles.ts';

/** Where the bar leads, beside home. */
const PLACES: readonly {
  readonly route: Route;
  readonly text: 'contacts' | 'settings';
  readonly drawing: IconName;
}[] = [
  { route: { screen: 'contacts', id: null }, text: 'contacts', drawing: 'contact-round' },
  { route: { screen: 'settings', section: null }, text: 'settings', drawing: 'settings' },
];

/** The bar above most screens: home, contacts, settings, and who one is. */
class TopBar extends UiElement {
  static override properties = { page: { attribute: false }, route: { attribute: false } };
  static override styles = [controls, buttons, lists, topBarStyles];

  declare page: PageState;
  declare route: Route;

  override render(): TemplateResult {
    const id = this.#ownId;
    return html`<div class="bar">
      <a class="home" href="/">
        <img src="/assets/icon.svg" alt="" width="32" height="32" /><span>${t('appName')}</span>
      </a>
      <nav aria-label=${t('mainMenu')}>
        ${PLACES.map(
          ({ route, text, drawing }) => html`<a
            class="place"
            href=${pathOf(route)}
            aria-current=${route.screen === this.route.screen ? 'page' : nothing}
          >
            ${icon(drawing)}<span>${t(text)}</span>${text === 'contacts' ? this.#waiting() : nothing}
          </a>`,
        )}
        ${
          id === undefined
            ? nothing
            : html`<a class="own" href="/settings/key" aria-label=${t('yourKey')}>
                <or-key-mark silent feed=${id}></or-key-mark>
              </a>`
        }
      </nav>
    </div>`;
  }

  /** Strangers who ask, and private conversations in which something was not read: shown, and never heard. */
  #waiting(): TemplateResult | typeof nothing {
    const state = this.page.clientState.value;
    if (state === undefined) return nothing;
    const unread = state.conversations.value.filter((talk) => {
      const { isAsked, unread } = state.conversation(talk);
      return talk.kind === 'private' && !isAsked.value && unread.value > 0;
    });
    const count = state.asked.value.length + state.askedRings.value.length + unread.length;
    if (count === 0) return nothing;
    return html`<b class="badge" aria-hidden="true">${count}</b>
      <span class="only-read">${t('waitingCount', { count })}</span>`;
  }

  /** Whoever has taken another key meanwhile has a new session. */
  get #ownId(): string | undefined {
    return this.page.session.value.kind === 'opening' ? undefined : this.page.self.value?.key.value.id;
  }
}

customElements.define('or-top-bar', TopBar);
