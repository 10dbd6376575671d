import { css, html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Contact } from '../../../contacts/contact.ts';
import type { ClientState } from '../../../state/client-state.ts';
import { nameOf } from '../../conversation/names.ts';
import { controls } from '../../elements/controls.styles.ts';
import { textField } from '../../elements/field.ts';
import { fields } from '../../elements/fields.styles.ts';
import { icon } from '../../elements/icons.ts';
import { lists } from '../../elements/lists.styles.ts';
import { UiElement } from '../../elements/ui-element.ts';
import { language, t } from '../../locales/language.ts';
import './contact-row.ts';
import { roomNow } from './where-now.ts';

/** So many are found by looking. */
const FEW = 8;

/** Everybody in the book: who is here first, then by name; whoever is blocked below, folded. */
class ContactList extends UiElement {
  static override properties = {
    state: { attribute: false },
    shown: { attribute: false },
    sought: { state: true },
  };
  static override styles = [
    controls,
    fields,
    lists,
    css`
      :host {
        display: grid;
        gap: var(--or-space-3);
        align-content: start;
        min-width: 0;
      }
      summary {
        width: fit-content;
        min-height: var(--or-target);
        padding-inline: var(--or-space-3);
        border-radius: var(--or-radius-m);
        color: var(--or-soft);
        line-height: var(--or-target);
        cursor: pointer;
      }
    `,
  ];

  declare state: ClientState;
  /** The id of who is shown beside the list. */
  declare shown: string | undefined;
  declare sought: string;

  constructor() {
    super();
    this.sought = '';
  }

  override render(): TemplateResult {
    const contacts = this.state.contacts.value;
    const known = contacts.filter(({ relation }) => relation !== 'blocked');
    const blocked = contacts.filter(({ relation }) => relation === 'blocked');
    return html`${known.length === 0 ? this.#empty() : this.#known(known)}
      ${
        blocked.length === 0
          ? nothing
          : html`<details ?open=${blocked.some(({ id }) => id === this.shown)}>
              <summary>${t('blockedCount', { count: blocked.length })}</summary>
              ${this.#rows(this.#sorted(blocked))}
            </details>`
      }`;
  }

  #empty(): TemplateResult {
    return html`<div class="empty">
      ${icon('contact-round')}
      <h2>${t('noContacts')}</h2>
      <p>${t('noContactsText')}</p>
    </div>`;
  }

  #known(known: readonly Contact[]): TemplateResult {
    const found = known.filter((contact) => this.#isSought(contact));
    const field = textField({
      name: 'find',
      label: t('findContact'),
      value: this.sought,
      onInput: (value) => {
        this.sought = value;
      },
    });
    return html`${known.length > FEW ? field : nothing}
      ${found.length === 0 ? html`<p class="soft">${t('noContactFound')}</p>` : this.#rows(this.#sorted(found))}`;
  }

  #rows(contacts: readonly Contact[]): TemplateResult {
    return html`<ul class="rows">
      ${repeat(
        contacts,
        ({ id }) => id,
        (contact) => html`<li>
          <or-contact-row
            .state=${this.state}
            .contact=${contact}
            ?current=${contact.id === this.shown}
          ></or-contact-row>
        </li>`,
      )}
    </ul>`;
  }

  /** By the name, or by any alias that they have. */
  #isSought({ id, reach }: Contact): boolean {
    const sought = this.sought.trim().toLocaleLowerCase(language());
    const texts = [nameOf(this.state, id), ...reach.map(({ alias = '' }) => alias)];
    return texts.some((text) => text.toLocaleLowerCase(language()).includes(sought));
  }

  #sorted(contacts: readonly Contact[]): Contact[] {
    const { compare } = new Intl.Collator(language(), { sensitivity: 'base', numeric: true });
    const rows = contacts.map((contact) => ({
      contact,
      isHere: roomNow(this.state, contact.id) !== undefined,
      name: nameOf(this.state, contact.id),
    }));
    rows.sort((a, b) => Number(b.isHere) - Number(a.isHere) || compare(a.name, b.name));
    return rows.map(({ contact }) => contact);
  }
}

customElements.define('or-contact-list', ContactList);
