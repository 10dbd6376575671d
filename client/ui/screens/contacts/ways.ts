import { css, html, nothing, type TemplateResult } from 'lit';
import type { Contact } from '../../../contacts/contact.ts';
import type { Reach } from '../../../contacts/reach.ts';
import type { ClientState } from '../../../state/client-state.ts';
import type { PageState } from '../../../state/page-state.ts';
import { buttons } from '../../elements/buttons.styles.ts';
import { controls } from '../../elements/controls.styles.ts';
import { copyAndTell } from '../../elements/copy-text.ts';
import { icon } from '../../elements/icons.ts';
import '../../elements/key-mark.ts';
import { lists } from '../../elements/lists.styles.ts';
import { UiElement } from '../../elements/ui-element.ts';
import { writeAgo } from '../../locales/dates.ts';
import { t } from '../../locales/language.ts';
import { isForThisTab } from '../../routing/for-this-tab.ts';
import { roomRoute } from '../../routing/room-route.ts';
import type { Router } from '../../routing/router.ts';
import { pathOf } from '../../routing/routes.ts';
import { pageClock } from '../../shell/page-clock.ts';
import { roomName } from './where-now.ts';

/** The rooms in which a contact can be found, and their alias there. */
class Ways extends UiElement {
  static override properties = {
    page: { attribute: false },
    router: { attribute: false },
    state: { attribute: false },
    contact: { attribute: false },
  };
  static override styles = [
    controls,
    buttons,
    lists,
    css`
      li {
        display: flex;
        gap: var(--or-space-2);
        align-items: center;
      }
      .list-row {
        flex: 1;
        min-width: 0;
        padding-inline: 0;
      }
      or-key-mark {
        --or-mark-size: 2.25rem;
      }
    `,
  ];

  declare page: PageState;
  declare router: Router;
  declare state: ClientState;
  declare contact: Contact;

  override render(): TemplateResult {
    const { reach } = this.contact;
    if (reach.length === 0) return html`<p class="soft">${t('noWays')}</p>`;
    return html`<ul class="rows">
      ${reach.map((each) => html`<li>${this.#row(each)} ${this.#copy(each)}</li>`)}
    </ul>`;
  }

  #row(reach: Reach): TemplateResult {
    const { room, alias, seenAt } = reach;
    const route = roomRoute(this.state, this.page.here.value, room);
    const ago = writeAgo(seenAt, pageClock.now());
    const words = html`<or-key-mark room silent feed=${room}></or-key-mark>
      <span class="words">
        <span class="name">${roomName(this.state, reach)}</span>
        <span class="detail">${alias === undefined ? nothing : html`${alias} · `}${ago}</span>
      </span>`;
    if (route === undefined) return html`<div class="list-row">${words}</div>`;
    const go = (event: MouseEvent) => {
      if (!isForThisTab(event)) return;
      event.preventDefault();
      this.router.go(route);
    };
    return html`<a class="list-row" href=${pathOf(route)} @click=${go}>${words}</a>`;
  }

  #copy({ alias }: Reach): TemplateResult | typeof nothing {
    if (alias === undefined) return nothing;
    const copy = () => void copyAndTell(this.page, alias);
    return html`<button class="icon-button" type="button" aria-label=${t('copyAlias')} @click=${copy}>
      ${icon('copy')}
    </button>`;
  }
}

customElements.define('or-ways', Ways);
