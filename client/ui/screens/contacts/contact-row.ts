import { css, html, nothing, type TemplateResult } from 'lit';
import type { Contact } from '../../../contacts/contact.ts';
import type { ClientState } from '../../../state/client-state.ts';
import { nameOf } from '../../conversation/names.ts';
import { controls } from '../../elements/controls.styles.ts';
import '../../elements/key-mark.ts';
import { lists } from '../../elements/lists.styles.ts';
import { UiElement } from '../../elements/ui-element.ts';
import { t } from '../../locales/language.ts';
import { pathOf } from '../../routing/routes.ts';
import { roomNow, whereNow } from './where-now.ts';

/** One contact in a list: who it is, where they are, and whether something of theirs was not read. */
class ContactRow extends UiElement {
  static override properties = {
    state: { attribute: false },
    contact: { attribute: false },
    current: { type: Boolean },
  };
  static override styles = [
    controls,
    lists,
    css`
      .mark {
        --or-mark-size: 2.75rem;
        position: relative;
        flex: none;
      }
      .mark .dot {
        position: absolute;
        right: -0.1rem;
        bottom: -0.1rem;
        width: 0.85rem;
        height: 0.85rem;
        border: 2px solid var(--or-ground);
      }
      .list-row[aria-current] {
        background: var(--or-accent-ground);
      }
      .blocked or-key-mark {
        filter: grayscale(1);
        opacity: 0.6;
      }
    `,
  ];

  declare state: ClientState;
  declare contact: Contact;
  /** It is the one that is shown beside the list. */
  declare current: boolean;

  constructor() {
    super();
    this.current = false;
  }

  override render(): TemplateResult {
    const { state, contact, current } = this;
    const { id, relation } = contact;
    const isHere = roomNow(state, id) !== undefined;
    const where = relation === 'blocked' ? t('stateBlocked') : whereNow(state, id);
    return html`<a
      class="list-row ${relation}"
      href=${pathOf({ screen: 'contacts', id })}
      aria-current=${current ? 'page' : nothing}
    >
      <span class="mark">
        <or-key-mark silent feed=${id}></or-key-mark>${isHere ? html`<span class="dot live"></span>` : nothing}
      </span>
      <span class="words">
        <span class="name">${nameOf(state, id)}</span>
        <span class="detail">${where}${relation === 'accepted' ? ` · ${t('stateAccepted')}` : ''}</span>
      </span>
      ${this.#unread()}
    </a>`;
  }

  #unread(): TemplateResult | typeof nothing {
    const talk = this.state.conversations.value.find((each) => each.with === this.contact.id);
    const count = talk === undefined ? 0 : this.state.conversation(talk).unread.value;
    if (count === 0) return nothing;
    return html`<span class="badge" aria-hidden="true">${count}</span>
      <span class="only-read">${t('heardMany', { count })}</span>`;
  }
}

customElements.define('or-contact-row', ContactRow);
