import type { FeedId } from '@open-rooms/protocol';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Contact } from '../../../contacts/contact.ts';
import type { ClientState } from '../../../state/client-state.ts';
import type { PageState } from '../../../state/page-state.ts';
import type { ConversationView } from '../../conversation/conversation.ts';
import { nameOf } from '../../conversation/names.ts';
import { buttons } from '../../elements/buttons.styles.ts';
import { controls } from '../../elements/controls.styles.ts';
import '../../elements/copy-field.ts';
import { icon } from '../../elements/icons.ts';
import '../../elements/key-mark.ts';
import { keyWords } from '../../elements/key-words.ts';
import { lists } from '../../elements/lists.styles.ts';
import '../../elements/menu.ts';
import type { MenuItem } from '../../elements/menu.ts';
import { UiElement } from '../../elements/ui-element.ts';
import { t } from '../../locales/language.ts';
import { block, follow, unblock, unfollow } from '../../people/relation-acts.ts';
import type { Router } from '../../routing/router.ts';
import { pathText } from '../room/path-to.ts';
import './contact-form.ts';
import { personStyles } from './person.styles.ts';
import './ways.ts';
import { roomNow, whereNow } from './where-now.ts';

const STATES = { followed: 'stateFollowed', accepted: 'stateAccepted', blocked: 'stateBlocked' } as const;

/**
 * Somebody, contact or stranger: who they are, where, and what can be done. The heading stands in the slot `title`.
 * Fires `ring` where they are to be rung.
 */
class Person extends UiElement {
  static override properties = {
    page: { attribute: false },
    router: { attribute: false },
    state: { attribute: false },
    feed: { attribute: false },
    writes: { state: true },
  };
  static override styles = [controls, buttons, lists, personStyles];

  declare page: PageState;
  declare router: Router;
  declare state: ClientState;
  declare feed: FeedId;
  /** Whether the conversation is shown in the place of the details. */
  declare writes: boolean;

  constructor() {
    super();
    this.writes = false;
  }

  override render(): TemplateResult {
    const { state, feed } = this;
    const contact = state.contact(feed).value;
    if (feed === state.client.id) return html`${this.#head(contact)}<p class="lead">${t('thatIsYou')}</p>`;
    const showsTalk = this.writes && contact?.relation !== 'blocked';
    return html`${this.#head(contact)} ${this.#acts(contact)}
      ${showsTalk ? this.#talk() : this.#details(contact)}
`;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (!changed.has('feed') || this.feed === this.state.client.id) return;
    const talk = this.state.client.conversations.with(this.feed);
    this.writes = talk.unread > 0 || talk.isAsked;
    if (this.writes) void import('../../conversation/conversation.ts');
  }

  #head(contact: Contact | undefined): TemplateResult {
    const { state, feed } = this;
    const isHere = roomNow(state, feed) !== undefined;
    const relation = contact === undefined ? t('stateStranger') : t(STATES[contact.relation]);
    return html`<div class="head">
      <or-key-mark silent feed=${feed}></or-key-mark>
      <div>
        <slot name="title"></slot>
        ${
          feed === state.client.id
            ? nothing
            : html`<p class="where"><span class="pill">${relation}</span><span class="soft"
                >${contact?.relation === 'blocked' ? nothing : whereNow(state, feed)}</span></p>
              ${
                isHere
                  ? html`<p class="where small soft"><span class="dot live"></span
                      >${pathText(state, feed)}</p>`
                  : nothing
              }`
        }
      </div>
    </div>`;
  }

  #acts(contact: Contact | undefined): TemplateResult {
    if (contact?.relation === 'blocked')
      return html`<div class="row acts">
        <button class="button quiet" type="button" @click=${() => void unblock(this, this.feed)}>${t('unblock')}</button>
      </div>`;
    return html`<div class="row acts">
      ${
        this.writes
          ? html`<button class="button quiet" type="button" @click=${this.#showDetails}>${icon('info')}${t('contactDetails')}</button>`
          : html`<button class="button" type="button" @click=${this.#write}>${icon('message-circle')}${t('writePrivately')}</button>`
      }
      <button class="button quiet" type="button" @click=${() => this.dispatchEvent(new Event('ring'))}>
        ${icon('bell-ring')}${t('ring')}
      </button>
      ${
        contact?.relation === 'followed'
          ? nothing
          : html`<button class="button quiet" type="button" @click=${() => void follow(this, this.feed)}>${icon('user-plus')}${t('follow')}</button>`
      }
      <or-menu label=${t('personActions', { name: this.#name() })} .items=${this.#items(contact)}></or-menu>
    </div>`;
  }

  #items(contact: Contact | undefined): MenuItem[] {
    const unfollowing: MenuItem = {
      label: t('unfollow'),
      icon: 'user-minus',
      danger: true,
      act: () => void unfollow(this, this.feed),
    };
    const blocking: MenuItem = {
      label: t('block'),
      icon: 'ban',
      danger: true,
      act: () => void block(this, this.feed),
    };
    return contact === undefined ? [blocking] : [unfollowing, blocking];
  }

  #talk(): TemplateResult {
    const { state, feed } = this;
    const talk = state.conversation(state.client.conversations.with(feed));
    return html`<div class="card talk">
      <or-conversation
        shown
        .page=${this.page}
        .state=${state}
        .talk=${talk}
        .label=${t('privateWith', { name: this.#name() })}
        .hint=${t('messageHint')}
        @over=${this.#showDetails}
        ><p>${t('noPrivateMessages')}</p></or-conversation
      >
    </div>`;
  }

  #details(contact: Contact | undefined): TemplateResult {
    const { page, router, state, feed } = this;
    return html`${
      contact === undefined
        ? nothing
        : html`<section class="card" aria-labelledby="ways">
              <h2 id="ways">${t('waysTitle')}</h2>
              <or-ways .page=${page} .router=${router} .state=${state} .contact=${contact}></or-ways>
            </section>
            <section class="card">
              <or-contact-form .page=${page} .book=${state.client.contacts} .contact=${contact}></or-contact-form>
            </section>`
    }
      <section class="card" aria-labelledby="mark">
        <h2 id="mark">${t('theirMark')}</h2>
        <p class="words">${keyWords(feed)}</p>
        <or-copy-field label=${t('theirId')} text=${feed} action=${t('copyId')}></or-copy-field>
      </section>`;
  }

  #name(): string {
    return nameOf(this.state, this.feed);
  }

  readonly #write = async (): Promise<void> => {
    await import('../../conversation/conversation.ts');
    this.writes = true;
    await this.updateComplete;
    this.renderRoot.querySelector<ConversationView>('or-conversation')?.focus();
  };

  readonly #showDetails = (): void => {
    this.writes = false;
  };
}

customElements.define('or-person', Person);
