import type { FeedId } from '@open-rooms/protocol';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Room } from '../../../connection/room.ts';
import type { ClientState } from '../../../state/client-state.ts';
import type { ConversationState } from '../../../state/conversation-state.ts';
import type { CaptureKind } from '../../../state/media-port.ts';
import type { PageState } from '../../../state/page-state.ts';
import type { StageState } from '../../../state/stage-state.ts';
import { buttons } from '../../elements/buttons.styles.ts';
import { controls } from '../../elements/controls.styles.ts';
import { UiElement } from '../../elements/ui-element.ts';
import { t } from '../../locales/language.ts';
import type { RoomRoute } from '../../routing/routes.ts';
import { type CaptureTrouble, mayEnd, startShare } from '../../stage/sharing/start-share.ts';
import type { StageView } from '../../stage/stage.ts';
import { stageText } from '../../stage/stage-text.ts';
import { Arrangement } from './arrangement.ts';
import { insideStyles } from './inside.styles.ts';
import { loadStage } from './load-stage.ts';
import './lost-strip.ts';
import './panel.ts';
import './ringing.ts';
import './room-bar.ts';
import './room-controls.ts';
import type { DialogKind } from './room-dialog.ts';
import type { RoomDialogs } from './room-dialogs.ts';
import './room-dialogs.ts';
import './role-news.ts';
import { endOf, endView } from './room-end.ts';
import './room-sharing.ts';
import './room-talk.ts';
import { isOfStage, shortcutOf } from './shortcuts.ts';
import './side-edge.ts';
import './side-tabs.ts';

export { areMemberTextsHere } from './members-text.ts';

/**
 * A room from the inside: its stage, while something is on, its conversation, and the people with what is said in private.
 * `<or-inside .page .route .state .room ?watches @leave>`.
 */
export class Inside extends UiElement {
  static override properties = {
    page: { attribute: false },
    route: { attribute: false },
    state: { attribute: false },
    room: { attribute: false },
    watches: { type: Boolean },
    facing: { state: true },
    ringing: { state: true },
  };
  static override styles = [controls, buttons, insideStyles];

  declare page: PageState;
  declare route: RoomRoute;
  declare state: ClientState;
  declare room: Room;
  /** One has come to watch: there is a stage, though nothing may be on. */
  declare watches: boolean;
  /** The private conversation that is shown. */
  declare facing: ConversationState | undefined;
  /** Whom one rings. */
  declare ringing: FeedId | undefined;
  /** Whether the focus goes to the heading once it is there. */
  takesFocus = false;
  /** Whether the room was over when this was rendered last. */
  #wasOver = false;
  #loadsStage: Promise<void> | undefined;
  readonly #arranged = new Arrangement(() => this.#isStaged);

  constructor() {
    super();
    this.watches = false;
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
    if (end !== undefined)
      return html`${bar}${endView(end, { onLeave: this.#goOut, onAgain: () => this.room.tryAgain() })}`;
    return html`${bar}
      <div>
        <or-lost-strip .page=${page} .room=${room}></or-lost-strip><or-role-news .page=${page} .room=${room}></or-role-news>
        ${this.ringing === undefined ? nothing : this.#ringing(this.ringing)}
        <or-room-sharing .page=${page} .state=${state} .stage=${this.#stage}
          @trouble=${(event: CustomEvent<CaptureTrouble>) => this.#tell(event.detail)}
          @stopped=${() => this.#focus('or-room-controls')}></or-room-sharing>
      </div>
      ${this.#middle()} ${this.#controls()}
      <or-room-dialogs .page=${page} .state=${state} .room=${this.room}
        @share=${(event: CustomEvent<CaptureKind>) => void this.#share(event.detail)}></or-room-dialogs>`;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (changed.has('route') && this.route.facing !== undefined) this.#face(this.route.facing);
  }

  protected override updated(): void {
    const isOver = endOf(this.state.room(this.room)) !== undefined;
    if (isOver) this.page.stage.value = 'ended';
    if (this.#isStaged) this.#loadsStage ??= loadStage(this.page);
    // What had the focus is gone then.
    const takesFocus = this.takesFocus || isOver !== this.#wasOver;
    this.#wasOver = isOver;
    if (!takesFocus) return;
    this.takesFocus = false;
    const part = (name: string) => this.renderRoot.querySelector<HTMLElement>(name);
    (part('or-end-page') ?? part('or-room-bar'))?.focus();
  }

  get #stage(): StageState {
    return this.state.stage(this.room);
  }

  /** Whether there is a stage. Reads signals. */
  get #isStaged(): boolean {
    return this.watches || this.#stage.isOn.value;
  }

  #middle(): TemplateResult {
    const { page, state } = this;
    const { chat, people, isTabbed, classes } = this.#arranged.layout;
    return html`<div class=${classes}>
      ${this.#isStaged ? this.#onStage() : nothing} ${isTabbed ? this.#tabs() : nothing}
      <section class="chat" aria-label=${t('chat')} ?inert=${chat === 'covered'} ?hidden=${chat === 'away'}>
        <or-room-talk .page=${page} .state=${state} .room=${this.room} ?shown=${chat === 'shown'}></or-room-talk>
      </section>
      ${people === 'sheet' ? html`<div class="shade" @click=${this.#close}></div>` : nothing}
      ${people === 'away' ? nothing : this.#panel(people === 'sheet', isTabbed)}
      ${isTabbed || people === 'beside' ? html`<or-side-edge></or-side-edge>` : nothing}
    </div>`;
  }

  #onStage(): TemplateResult {
    return html`<section class="stage" aria-label=${stageText('stage')}>
      <or-stage .page=${this.page} .state=${this.state} .stage=${this.#stage}></or-stage>
    </section>`;
  }

  #tabs(): TemplateResult {
    const { state, room } = this;
    const talk = state.conversation(state.client.conversations.of(room));
    return html`<or-side-tabs
      side=${this.#arranged.side}
      .unread=${talk.unread.value}
      .news=${state.news.value}
      @chat=${this.#toChat}
      @people=${this.#toPeople}
      @close=${this.#close}
    ></or-side-tabs>`;
  }

  #panel(isSheet: boolean, isTabbed: boolean): TemplateResult {
    return html`<or-room-panel
      class=${isSheet ? 'sheet' : ''}
      .page=${this.page}
      .state=${this.state}
      .room=${this.state.room(this.room)}
      .facing=${this.facing}
      ?tabbed=${isTabbed}
      @face=${(event: CustomEvent<FeedId>) => this.#face(event.detail)}
      @ring=${(event: CustomEvent<FeedId>) => {
        this.ringing = event.detail;
      }}
      @compare=${({ detail: id }: CustomEvent<FeedId>) => this.#show({ kind: 'compare', id })}
      @ban=${({ detail: id }: CustomEvent<FeedId>) => this.#show({ kind: 'ban', id })}
      @members=${() => this.#show({ kind: 'members' })}
      @alias=${() => this.#show({ kind: 'alias' })}
      @back=${this.#back}
      @close=${this.#close}
    ></or-room-panel>`;
  }

  #controls(): TemplateResult {
    const { state } = this;
    const talk = state.conversation(state.client.conversations.of(this.room));
    return html`<or-room-controls
      .state=${state}
      .unread=${talk.unread.value}
      .news=${state.news.value}
      ?panel=${this.#arranged.arePeopleShown}
      ?quiet=${!state.room(this.room).may('share')}
      @share=${(event: CustomEvent<CaptureKind>) => void this.#share(event.detail)}
      @chat=${this.#toChat}
      @people=${this.#togglePeople}
      @shortcuts=${() => this.#show({ kind: 'shortcuts' })}
      @leave=${() => void this.#leave()}
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

  #show(dialog: DialogKind): void {
    void this.renderRoot.querySelector<RoomDialogs>('or-room-dialogs')?.show(dialog);
  }

  #tell(trouble: CaptureTrouble): void {
    this.#show({ kind: 'not-shared', trouble });
  }

  /** To be called in a click or for a key: browsers let nobody be captured otherwise. */
  async #share(kind: CaptureKind): Promise<void> {
    const trouble = await startShare(this.page, this.#stage, kind);
    if (trouble !== undefined) this.#tell(trouble);
  }

  async #leave(): Promise<void> {
    if (this.#stage.own.value.length === 0 || (await mayEnd(this.page))) this.#goOut();
  }

  readonly #goOut = (): void => {
    this.#stage.leave();
    this.dispatchEvent(new Event('leave'));
  };

  #face(id: FeedId): void {
    this.facing = this.state.conversation(this.state.client.conversations.with(id));
    this.#toPeople();
  }

  #focus(part: 'or-room-panel' | 'or-room-talk' | 'or-room-controls'): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(part)?.focus());
  }

  readonly #toPeople = (): void => {
    this.#arranged.showPeople();
    this.#focus('or-room-panel');
  };

  readonly #togglePeople = (): void => {
    if (this.#arranged.arePeopleShown && this.facing === undefined) return this.#close();
    this.facing = undefined;
    this.#toPeople();
  };

  readonly #back = (): void => {
    this.facing = undefined;
    this.#focus('or-room-panel');
  };

  readonly #close = (): void => {
    this.#arranged.close();
    this.facing = undefined;
    this.#focus('or-room-talk');
  };

  readonly #toChat = (): void => {
    if (this.#arranged.layout.people === 'sheet') this.facing = undefined;
    this.#arranged.showChat();
    this.#focus('or-room-talk');
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    const shortcut = shortcutOf(event);
    if (shortcut === undefined || endOf(this.state.room(this.room)) !== undefined) return;
    if (shortcut === 'close' && !this.#arranged.arePeopleShown) return;
    if (isOfStage(shortcut) && !this.#isStaged) return;
    event.preventDefault();
    if (isOfStage(shortcut)) this.renderRoot.querySelector<StageView>('or-stage')?.press(shortcut, event.key);
    else if (shortcut === 'chat') this.#toChat();
    else if (shortcut === 'people') this.#togglePeople();
    else if (shortcut === 'share') this.room.may('share') && void this.#share('display');
    else if (shortcut === 'help') this.#show({ kind: 'shortcuts' });
    else if (this.facing !== undefined) this.#back();
    else if (this.#arranged.layout.people === 'sheet') this.#close();
  };
}

customElements.define('or-inside', Inside);
