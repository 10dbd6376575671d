import { css, html, type TemplateResult } from 'lit';
import type { Room } from '../../../connection/room.ts';
import type { ClientState } from '../../../state/client-state.ts';
import type { PageState } from '../../../state/page-state.ts';
import '../../conversation/conversation.ts';
import { controls } from '../../elements/controls.styles.ts';
import { icon } from '../../elements/icons.ts';
import { lists } from '../../elements/lists.styles.ts';
import { UiElement } from '../../elements/ui-element.ts';
import { t } from '../../locales/language.ts';
import './invite.ts';
import { memberText } from './members-text.ts';

/** The conversation of a room; alone in it, what one passes on. `<or-room-talk .page .state .room ?shown>` */
class RoomTalk extends UiElement {
  static override properties = {
    page: { attribute: false },
    state: { attribute: false },
    room: { attribute: false },
    shown: { type: Boolean },
  };
  static override styles = [
    controls,
    lists,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        min-width: 0;
        min-height: 0;
      }
      .alone {
        display: grid;
        gap: var(--or-space-4);
        width: min(40rem, 100% - 1rem);
        margin: auto;
      }
      .alone h2 {
        font: var(--or-title-m);
      }
    `,
  ];

  declare page: PageState;
  declare state: ClientState;
  declare room: Room;
  /** Whether it is seen: what is seen is read. */
  declare shown: boolean;

  constructor() {
    super();
    this.shown = true;
  }

  override render(): TemplateResult {
    const { state, room } = this;
    const here = state.room(room);
    // Whoever does not see who is there is not told that nobody is.
    const isAlone = here.attendants.value.length === 0 && here.may('enumerate');
    return html`<or-conversation
      class="room"
      .page=${this.page}
      .state=${state}
      .talk=${state.conversation(state.client.conversations.of(room))}
      .label=${t('chat')}
      .hint=${t(isAlone ? 'messageHintAlone' : 'messageHint')}
      .quiet=${here.may('write') ? '' : memberText('viewerText')}
      ?shown=${this.shown}
    >
      ${isAlone ? this.#alone() : html`<p class="empty">${icon('message-circle')}<span>${t('nothingKept')}</span></p>`}
    </or-conversation>`;
  }

  /** The focus is the field's. */
  override focus(): void {
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>('or-conversation')?.focus(),
    );
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
}

customElements.define('or-room-talk', RoomTalk);
