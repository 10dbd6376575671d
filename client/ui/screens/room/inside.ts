import type { FeedId } from '@open-rooms/protocol';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Room } from '../../../connection/room.ts';
import type { ClientState } from '../../../state/client-state.ts';
import type { ConversationState } from '../../../state/conversation-state.ts';
import type { PageState } from '../../../state/page-state.ts';
import '../../conversation/conversation.ts';
import { roomCalled } from '../../conversation/names.ts';
import { buttons } from '../../elements/buttons.styles.ts';
import { controls } from '../../elements/controls.styles.ts';
import type { Dialog } from '../../elements/dialog.ts';
import '../../elements/dialog.ts';
import '../../elements/end-page.ts';
import { icon } from '../../elements/icons.ts';
import { lists } from '../../elements/lists.styles.ts';
import { UiElement } from '../../elements/ui-element.ts';
import { t } from '../../locales/language.ts';
import { keep, kept } from '../../preferences/kept.ts';
import type { RoomRoute } from '../../routing/routes.ts';
import { isNarrow } from '../../shell/narrow.ts';
import { insideStyles } from './inside.styles.ts';
import './invite.ts';
import './lost-strip.ts';
import type { RoomPanel } from './panel.ts';
import './panel.ts';
import './ringing.ts';
import './room-bar.ts';
import './room-controls.ts';
import { type DialogKind, type DialogParts, dialogContent, dialogHeading } from './room-dialog.ts';
import { type EndText, endOf } from './room-end.ts';
import { shortcutOf } from './shortcuts.ts';

/** Whether the people are shown beside the conversation, as the person left it. */
const PANEL = 'panel';

/**
 * A room from the inside: its conversation, and beside it the people and what is said in private.
 * `<or-inside .page .route .state .room @leave>`.
 */
export class Inside extends UiElement {
  static override properties = {
    page: { attribute: false },
    route: { attribute: false },
    state: { attribute: false },
    room: { attribute: false },
    isPanelOpen: { state: true },
    facing: { state: true },
    dialog: { state: true },
    ringing: { state: true },
  };
  static override styles = [controls, buttons, lists, insideStyles];

  declare page: PageState;
  declare route: RoomRoute;
  declare state: ClientState;
  declare room: Room;
  declare isPanelOpen: boolean;
  /** The private conversation that is shown. */
  declare facing: ConversationState | undefined;
  declare dialog: DialogKind | undefined;
  /** Whom one rings. */
  declare ringing: FeedId | undefined;
  /** Whether the focus goes to the heading once it is there. */
  takesFocus = false;
  /** Whether the room was over when this was rendered last. */
  #wasOver = false;

  constructor() {
    super();
    this.isPanelOpen = !isNarrow.peek() && kept(PANEL) !== 'closed';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('keydown', this.#onKey);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('keydown', this.#onKey);
    this.page.stage.value = 'ready';
  }

  override render(): TemplateResult {
    const { page, state } = this;
    const room = state.room(this.room);
    const end = endOf(room);
    const bar = html`<or-room-bar .room=${room} ?ended=${end !== undefined}
      @invite=${() => this.#show({ kind: 'invite' })} @encryption=${() => this.#show({ kind: 'encryption' })}></or-room-bar>`;
    if (end !== undefined) return html`${bar}${this.#end(end)}`;
    return html`${bar}
      <div>
        <or-lost-strip .page=${page} .room=${room}></or-lost-strip>
        ${this.ringing === undefined ? nothing : this.#ringing(this.ringing)}
      </div>
      ${this.#middle()} ${this.#controls()} ${this.#dialog()}`;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (changed.has('route') && this.route.facing !== undefined) this.#face(this.route.facing);
  }

  protected override updated(): void {
    const isOver = endOf(this.state.room(this.room)) !== undefined;
    if (isOver) this.page.stage.value = 'ended';
    // What had the focus is gone then.
    const takesFocus = this.takesFocus || isOver !== this.#wasOver;
    this.#wasOver = isOver;
    if (!takesFocus) return;
    this.takesFocus = false;
    const part = (name: string) => this.renderRoot.querySelector<HTMLElement>(name);
    (part('or-end-page') ?? part('or-room-bar'))?.focus();
  }

  #middle(): TemplateResult {
    const { state, isPanelOpen } = this;
    const narrow = isNarrow.value;
    const isCovered = isPanelOpen && narrow;
    const talk = state.conversation(state.client.conversations.of(this.room));
    const isAlone = state.room(this.room).attendants.value.length === 0;
    return html`<div class="middle ${isPanelOpen && !narrow ? 'wide' : ''}">
      <section class="chat" aria-label=${t('chat')} ?inert=${isCovered}>
        <or-conversation
          class="room"
          .page=${this.page}
          .state=${state}
          .talk=${talk}
          .label=${t('chat')}
          .hint=${t(isAlone ? 'messageHintAlone' : 'messageHint')}
          ?shown=${!isCovered}
        >
          ${isAlone ? this.#alone() : html`<p class="empty">${icon('message-circle')}<span>${t('nothingKept')}</span></p>`}
        </or-conversation>
      </section>
      ${isCovered ? html`<div class="shade" @click=${this.#closePanel}></div>` : nothing}
      ${isPanelOpen ? this.#panel(narrow) : nothing}
    </div>`;
  }

  /** Nobody else is here: the room is what one passes on. */
  #alone(): TemplateResult {
    return html`<div class="alone card">
      <div>
        <h2>${t('aloneTitle')}</h2>
        <p class="soft">${t('aloneText')}</p>
      </div>
      <or-invite .page=${this.page} .state=${this.state} .room=${this.room}></or-invite>
    </div>`;
  }

  #panel(isSheet: boolean): TemplateResult {
    return html`<or-room-panel
      class=${isSheet ? 'sheet' : ''}
      .page=${this.page}
      .state=${this.state}
      .room=${this.state.room(this.room)}
      .facing=${this.facing}
      @face=${(event: CustomEvent<FeedId>) => this.#face(event.detail)}
      @ring=${(event: CustomEvent<FeedId>) => {
        this.ringing = event.detail;
      }}
      @compare=${(event: CustomEvent<FeedId>) => this.#show({ kind: 'compare', id: event.detail })}
      @back=${this.#back}
      @close=${this.#closePanel}
    ></or-room-panel>`;
  }

  #controls(): TemplateResult {
    const { state } = this;
    const talk = state.conversation(state.client.conversations.of(this.room));
    return html`<or-room-controls
      .state=${state}
      .unread=${talk.unread.value}
      .news=${state.unreadPrivate.value + state.asked.value.length + state.askedRings.value.length}
      ?panel=${this.isPanelOpen}
      @chat=${this.#toChat}
      @people=${this.#togglePanel}
      @shortcuts=${() => this.#show({ kind: 'shortcuts' })}
      @leave=${() => this.dispatchEvent(new Event('leave'))}
    ></or-room-controls>`;
  }

  #ringing(who: FeedId): TemplateResult {
    const over = () => {
      this.ringing = undefined;
    };
    const answered = () => {
      over();
      this.#face(who);
    };
    return html`<or-ringing .page=${this.page} .state=${this.state} .who=${who} @over=${over} @answered=${answered}></or-ringing>`;
  }

  #end({ heading, text, sentence }: EndText): TemplateResult {
    return html`<div class="ended">
      <or-end-page drawing="circle-alert" heading=${t(heading)}>
        <p>${t(text)}</p>
        <p class="small" lang="en">${sentence}</p>
        <button slot="actions" class="button" type="button" @click=${() => this.dispatchEvent(new Event('leave'))}>${t('leave')}</button>
        <button slot="actions" class="button quiet" type="button" @click=${() => this.room.nudge()}>${t('tryAgain')}</button>
      </or-end-page>
    </div>`;
  }

  #dialog(): TemplateResult {
    const { dialog } = this;
    const parts: DialogParts = {
      ...{ page: this.page, state: this.state, room: this.room },
      name: roomCalled(this.state.room(this.room)),
    };
    return html`<or-dialog heading=${dialog === undefined ? '' : dialogHeading(dialog, parts)}>
      ${dialog === undefined ? nothing : dialogContent(dialog, parts)}
    </or-dialog>`;
  }

  async #show(dialog: DialogKind): Promise<void> {
    this.dialog = dialog;
    await this.updateComplete;
    await this.renderRoot.querySelector<Dialog>('or-dialog')?.show();
    this.dialog = undefined;
  }

  get #panelElement(): RoomPanel | null {
    return this.renderRoot.querySelector('or-room-panel');
  }

  #face(id: FeedId): void {
    this.facing = this.state.conversation(this.state.client.conversations.with(id));
    this.#openPanel();
  }

  #openPanel(): void {
    this.isPanelOpen = true;
    if (!isNarrow.peek()) keep(PANEL, 'open');
    void this.updateComplete.then(() => this.#panelElement?.focus());
  }

  readonly #back = (): void => {
    this.facing = undefined;
    void this.updateComplete.then(() => this.#panelElement?.focus());
  };

  readonly #closePanel = (): void => {
    this.isPanelOpen = false;
    this.facing = undefined;
    if (!isNarrow.peek()) keep(PANEL, 'closed');
    this.#focusChat();
  };

  readonly #togglePanel = (): void => {
    if (this.isPanelOpen && this.facing === undefined) return this.#closePanel();
    this.facing = undefined;
    this.#openPanel();
  };

  readonly #toChat = (): void => {
    if (isNarrow.peek() && this.isPanelOpen) this.#closePanel();
    else this.#focusChat();
  };

  #focusChat(): void {
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>('or-conversation')?.focus(),
    );
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const shortcut = shortcutOf(event);
    if (shortcut === undefined || endOf(this.state.room(this.room)) !== undefined) return;
    if (shortcut === 'close' && !this.isPanelOpen) return;
    event.preventDefault();
    if (shortcut === 'chat') this.#toChat();
    else if (shortcut === 'people') this.#togglePanel();
    else if (shortcut === 'help') void this.#show({ kind: 'shortcuts' });
    else if (this.facing !== undefined) this.#back();
    else if (isNarrow.peek()) this.#closePanel();
  };
}

customElements.define('or-inside', Inside);
