import type { FeedId } from '@open-rooms/protocol';
import { html, type nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { ClientState } from '../../../state/client-state.ts';
import { isPersonId } from '../../../state/where.ts';
import { nameOf } from '../../conversation/names.ts';
import { buttons } from '../../elements/buttons.styles.ts';
import { controls } from '../../elements/controls.styles.ts';
import '../../elements/end-page.ts';
import { icon } from '../../elements/icons.ts';
import type { MenuItem } from '../../elements/menu.ts';
import '../../elements/menu.ts';
import { t } from '../../locales/language.ts';
import { pathOf } from '../../routing/routes.ts';
import { pageClock } from '../../shell/page-clock.ts';
import '../ring/ring.ts';
import { Screen } from '../screen.ts';
import type { AddContact } from './add-contact.ts';
import './add-contact.ts';
import { loadBook, saveBook } from './book-file.ts';
import './contact-list.ts';
import { contactsStyles } from './contacts.styles.ts';
import './person.ts';
import './requests.ts';

/** The contact book: everybody in it, and one of them, beside the list where there is room. */
class Contacts extends Screen {
  static override properties = { ...Screen.properties, rung: { state: true } };
  static override styles = [controls, buttons, contactsStyles];

  /** Who is rung from here. */
  declare rung: FeedId | undefined;

  /** It rings as long as one stays: whoever comes back later has not asked for it again. */
  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (changed.has('route')) this.rung = undefined;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.rung = undefined;
  }

  override pageTitle(): string {
    const state = this.page.clientState.value;
    const id = this.#id;
    const name = state !== undefined && id !== null && isPersonId(id) ? `${nameOf(state, id)} · ` : '';
    return `${name}${t('contacts')} · ${t('appName')}`;
  }

  override render(): TemplateResult {
    const state = this.page.clientState.value;
    const id = this.#id;
    if (state === undefined) return html`<h1>${t('contacts')}</h1><p class="soft">${t('loading')}</p>`;
    if (id === null) return this.#all(state);
    if (!isPersonId(id)) return nobody();
    return html`${this.rung === id ? this.#ring(state, id) : this.#one(state, id)} ${this.#dialogs(state)}`;
  }

  get #id(): string | null {
    return this.route.screen === 'contacts' ? this.route.id : null;
  }

  #all(state: ClientState): TemplateResult {
    return html`<div class="alone">
        <div class="title"><h1>${t('contacts')}</h1>${this.#ways(state)}</div>
        <or-requests .page=${this.page} .router=${this.router} .state=${state} @over=${this.#toHeading}></or-requests>
        <or-contact-list .state=${state}></or-contact-list>
      </div>
      ${this.#dialogs(state)}`;
  }

  #one(state: ClientState, id: FeedId): TemplateResult {
    return html`<div class="beside">
      <div class="list">
        <div class="title"><h2>${t('contacts')}</h2>${this.#menu(state)}</div>
        <or-contact-list .state=${state} .shown=${id}></or-contact-list>
      </div>
      <div class="shown">
        <a class="back" href=${pathOf({ screen: 'contacts', id: null })}>${icon('arrow-left')}${t('allContacts')}</a>
        <or-person
          .page=${this.page}
          .router=${this.router}
          .state=${state}
          .feed=${id}
          @ring=${() => {
            this.rung = id;
          }}
          ><h1 slot="title">${nameOf(state, id)}</h1></or-person
        >
      </div>
    </div>`;
  }

  #ring(state: ClientState, id: FeedId): TemplateResult {
    return html`<or-ring rings contact .page=${this.page} .router=${this.router} .who=${id} .label=${nameOf(state, id)}
      @elsewhere=${this.#onRung}></or-ring>`;
  }

  #ways(state: ClientState): TemplateResult {
    return html`<div class="row">
      <button class="button" type="button" @click=${this.#add}>${icon('user-plus')}${t('addContact')}</button>
      ${this.#menu(state)}
    </div>`;
  }

  #menu({ client }: ClientState): TemplateResult {
    const items: MenuItem[] = [
      { label: t('addContact'), icon: 'user-plus', act: this.#add },
      { label: t('exportContacts'), icon: 'download', act: () => this.#export(client.contacts) },
      { label: t('importContacts'), icon: 'upload', act: () => void this.#import(client.contacts) },
    ];
    const shown = this.#id === null ? items.slice(1) : items;
    return html`<or-menu label=${t('contactBook')} .items=${shown}></or-menu>`;
  }

  #dialogs(state: ClientState): TemplateResult | typeof nothing {
    return html`<or-add-contact
      .state=${state}
      @added=${(event: CustomEvent<{ id: FeedId; name: string }>) => this.#onAdded(event.detail)}
    ></or-add-contact>`;
  }

  readonly #add = (): void => {
    void this.renderRoot.querySelector<AddContact>('or-add-contact')?.show();
  };

  #onAdded({ id, name }: { id: FeedId; name: string }): void {
    this.page.tell(t('personAdded', { name }));
    this.router.go({ screen: 'contacts', id });
  }

  readonly #onRung = (): void => {
    this.rung = undefined;
    this.takesFocus = true;
  };

  readonly #toHeading = (): void => {
    this.takesFocus = true;
    this.requestUpdate();
  };

  #export(book: ClientState['client']['contacts']): void {
    saveBook(book, (ms, run) => pageClock.after(ms, run));
    this.page.tell(t('exportedContacts'));
  }

  async #import(book: ClientState['client']['contacts']): Promise<void> {
    const imported = await loadBook(book);
    if (imported === undefined) return;
    if ('reason' in imported) {
      const { text, detail = text } = imported.reason;
      this.page.tell({ text: t('importFailed'), detail, isWrong: true });
    } else this.page.tell(t('importedContacts', imported));
  }
}

function nobody(): TemplateResult {
  return html`<or-end-page heading=${t('nobodyById')} drawing="contact-round">
    <p>${t('nobodyByIdText')}</p>
    <a slot="actions" class="button" href="/contacts">${t('allContacts')}</a>
  </or-end-page>`;
}

customElements.define('or-contacts', Contacts);
