import { css, html, nothing, type TemplateResult } from 'lit';
import type { RoomState } from '../../../state/room-state.ts';
import { roomCalled } from '../../conversation/names.ts';
import { buttons } from '../../elements/buttons.styles.ts';
import { controls } from '../../elements/controls.styles.ts';
import { icon } from '../../elements/icons.ts';
import '../../elements/key-mark.ts';
import { lists } from '../../elements/lists.styles.ts';
import { UiElement } from '../../elements/ui-element.ts';
import { t } from '../../locales/language.ts';

/** The bar above a room: what it is called, who can read it, how one is connected, and `Invite`. */
class RoomBar extends UiElement {
  static override properties = { room: { attribute: false }, ended: { type: Boolean } };
  static override styles = [
    controls,
    buttons,
    lists,
    css`
      .bar {
        display: flex;
        gap: var(--or-space-3);
        align-items: center;
        box-sizing: border-box;
        height: 3rem;
        padding-inline: var(--or-space-1) var(--or-space-3);
        border-bottom: 1px solid var(--or-line);
        background: var(--or-card);
      }
      or-key-mark {
        --or-mark-size: 2rem;
      }
      .home {
        width: 2.5rem;
        min-height: 2.5rem;
        margin-inline-end: calc(-1 * var(--or-space-2));
      }
      .title {
        flex: 1;
        min-width: 0;
        line-height: 1;
      }
      .called {
        overflow: hidden;
        font: 600 1.05rem/1.2 var(--or-serif);
        letter-spacing: 0;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .lock {
        display: inline-flex;
        gap: 0.3rem;
        align-items: center;
        min-height: 1.5rem;
        max-width: 100%;
        overflow: hidden;
        text-overflow: ellipsis;
        margin: -0.2rem 0 -0.2rem -0.25rem;
        padding: 0 0.25rem;
        border: 0;
        border-radius: var(--or-radius-s);
        background: none;
        color: var(--or-accent);
        font: 600 0.8125rem/1 var(--or-sans);
        white-space: nowrap;
        cursor: pointer;
      }
      .lock:hover {
        background: var(--or-hover);
      }
      .lock .icon {
        width: 0.875rem;
        height: 0.875rem;
      }
      .state {
        display: inline-flex;
        flex: none;
        gap: var(--or-space-2);
        align-items: center;
        color: var(--or-soft);
        font-size: var(--or-text-s);
      }
      .invite {
        flex: none;
        min-height: 2.25rem;
        padding-inline: var(--or-space-4);
      }
      @media (max-width: 40rem) {
        .state:has(.live) {
          display: none;
        }
        .state span:last-child,
        .invite span {
          position: absolute;
          width: 1px;
          height: 1px;
          overflow: hidden;
          clip-path: inset(50%);
        }
        .invite {
          padding-inline: var(--or-space-3);
        }
      }
    `,
  ];

  declare room: RoomState;
  /** Nothing can be done here any more. */
  declare ended: boolean;

  constructor() {
    super();
    this.ended = false;
  }

  override render(): TemplateResult {
    const { connection } = this.room;
    const called = roomCalled(this.room);
    const isOpen = connection.value === 'open';
    const words = isOpen ? 'connected' : connection.value === 'dialling' ? 'connectingNow' : 'notConnected';
    const fire = (event: string) => () => this.dispatchEvent(new Event(event));
    return html`<div class="bar">
      <a class="icon-button home" href="/" aria-label=${t('goHome')}>${icon('arrow-left')}</a>
      <or-key-mark room silent feed=${this.room.room.id}></or-key-mark>
      <div class="title">
        ${this.ended ? html`<p class="called">${called}</p>` : html`<h1 class="called" tabindex="-1">${called}</h1>`}
        ${this.ended ? nothing : html`<button class="lock" type="button" @click=${fire('encryption')}>${icon('lock')}${t('encrypted')}</button>`}
      </div>
      <span class="state"><span class="dot ${isOpen ? 'live' : ''}"></span><span>${t(words)}</span></span>
      ${this.ended ? nothing : html`<button class="button quiet invite" type="button" @click=${fire('invite')}>${icon('user-plus')}<span>${t('invite')}</span></button>`}
    </div>`;
  }

  /** The focus is the heading's: where one has come to. */
  override focus(): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector('h1')?.focus());
  }
}

customElements.define('or-room-bar', RoomBar);
