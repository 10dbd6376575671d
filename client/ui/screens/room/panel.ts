import { html, nothing, type TemplateResult } from 'lit';
import type { ClientState } from '../../../state/client-state.ts';
import type { ConversationState } from '../../../state/conversation-state.ts';
import type { PageState } from '../../../state/page-state.ts';
import type { RoomState } from '../../../state/room-state.ts';
import '../../conversation/conversation.ts';
import { nameOf } from '../../conversation/names.ts';
import { buttons } from '../../elements/buttons.styles.ts';
import { controls } from '../../elements/controls.styles.ts';
import { icon } from '../../elements/icons.ts';
import '../../elements/key-mark.ts';
import { lists } from '../../elements/lists.styles.ts';
import '../../elements/menu.ts';
import { UiElement } from '../../elements/ui-element.ts';
import { t } from '../../locales/language.ts';
import { panelStyles } from './panel.styles.ts';
import { pathText } from './path-to.ts';
import './people.ts';
import { memberText } from './members-text.ts';
import { moderationMenu } from './moderation-menu.ts';
import { personMenu } from './person-menu.ts';

/**
 * Beside a room's conversation: the people, or the private conversation with one of them. `<or-room-panel .page .state
 * .room .facing ?tabbed @face @ring @compare @ban @members @alias @back @close>`
 */
export class RoomPanel extends UiElement {
  static override properties = {
    page: { attribute: false },
    state: { attribute: false },
    room: { attribute: false },
    facing: { attribute: false },
    tabbed: { type: Boolean },
  };
  static override styles = [controls, buttons, lists, panelStyles];

  declare page: PageState;
  declare state: ClientState;
  declare room: RoomState;
  /** The private conversation that is shown; `undefined` for the people. */
  declare facing: ConversationState | undefined;
  /** Tabs stand above, which say what this is and close it. */
  declare tabbed: boolean;

  constructor() {
    super();
    this.tabbed = false;
  }

  override render(): TemplateResult {
    return this.facing === undefined ? this.#people() : this.#private(this.facing);
  }

  /** The focus goes to where one writes, or to the heading of the people. */
  override focus(): void {
    void this.updateComplete.then(() => {
      const root = this.renderRoot;
      (root.querySelector<HTMLElement>('or-conversation') ?? root.querySelector('h2'))?.focus();
    });
  }

  #people(): TemplateResult {
    const count = this.room.attendants.value.length + 1;
    return html`<section class=${this.tabbed ? 'tabbed' : ''} aria-label=${t('people')}>
      <header class=${this.tabbed ? 'only-read' : ''}>
        <h2 tabindex="-1">${t('people')}<span class="count">${count}</span></h2>
        ${this.tabbed ? nothing : this.#close()}
      </header>
      <or-people .page=${this.page} .state=${this.state} .room=${this.room}
        @face=${this.#again} @ring=${this.#again} @compare=${this.#again} @ban=${this.#again}
        @members=${this.#again} @alias=${this.#again}></or-people>
    </section>`;
  }

  #private(talk: ConversationState): TemplateResult {
    const { state } = this;
    const { with: id } = talk.conversation;
    if (id === undefined) return this.#people();
    const name = nameOf(state, id);
    // Read with the room's state, which tells what one is there.
    const mayWrite = this.room.may('write') || state.client.conversations.mayWriteTo(id);
    const acts = {
      onWrite: () => this.focus(),
      onRing: () => this.#fire('ring', id),
      onCompare: () => this.#fire('compare', id),
      page: this.page,
      mayWrite,
    };
    const { page, room } = this;
    const moderation = moderationMenu({ page, room, id, name, onBan: () => this.#fire('ban', id) });
    const items = [...personMenu(state, id, acts), ...moderation];
    return html`<section aria-label=${t('privateWith', { name })}>
      <header class="facing">
        <button class="icon-button" type="button" aria-label=${t('backToPeople')} @click=${() => this.#fire('back')}>${icon('arrow-left')}</button>
        <or-key-mark silent feed=${id}></or-key-mark>
        <div class="who"><h2>${name}</h2><span class="path">${this.#isHere(id) ? pathText(state, id) : t('notHere')}</span></div>
        <or-menu label=${t('personActions', { name })} .items=${items}></or-menu>
      </header>
      <or-conversation
        .page=${this.page}
        .state=${state}
        .talk=${talk}
        .label=${t('privateWith', { name })}
        .hint=${t('privateHint', { name })}
        .quiet=${mayWrite ? '' : memberText('viewerText')}
        @over=${() => this.#fire('back')}
      >
        <div class="empty">${icon('lock')}<p>${t('noPrivateMessages')}</p></div>
      </or-conversation>
    </section>`;
  }

  #isHere(id: string): boolean {
    return this.room.attendants.value.some((other) => other === id);
  }

  #close(): TemplateResult {
    return html`<button class="icon-button" type="button" aria-label=${t('close')} @click=${() => this.#fire('close')}>${icon('x')}</button>`;
  }

  readonly #again = (event: CustomEvent<string>): void => this.#fire(event.type, event.detail);

  #fire(name: string, detail?: string): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

customElements.define('or-room-panel', RoomPanel);
