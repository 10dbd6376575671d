import { css, html, nothing, type TemplateResult } from 'lit';
import type { Room } from '../../../connection/room.ts';
import type { ClientState } from '../../../state/client-state.ts';
import type { CaptureKind } from '../../../state/media-port.ts';
import type { PageState } from '../../../state/page-state.ts';
import { roomCalled } from '../../conversation/names.ts';
import { buttons } from '../../elements/buttons.styles.ts';
import { controls } from '../../elements/controls.styles.ts';
import type { Dialog } from '../../elements/dialog.ts';
import '../../elements/dialog.ts';
import { UiElement } from '../../elements/ui-element.ts';
import { type DialogKind, type DialogParts, dialogContent, dialogHeading } from './room-dialog.ts';

/**
 * The dialogs over a room, one at a time: `<or-room-dialogs .page .state .room @share>`, opened by {@link RoomDialogs.show}.
 * `share` has a `CaptureKind` as detail: what somebody wants to share in the place of what could not be.
 */
export class RoomDialogs extends UiElement {
  static override properties = {
    page: { attribute: false },
    state: { attribute: false },
    room: { attribute: false },
    dialog: { state: true },
  };
  static override styles = [
    controls,
    buttons,
    css`
      .keys {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: var(--or-space-2) var(--or-space-4);
        align-items: baseline;
      }
      kbd {
        display: inline-block;
        min-width: 1.75rem;
        padding: 0.1rem 0.5rem;
        border: 1px solid var(--or-field-line);
        border-bottom-width: 2px;
        border-radius: var(--or-radius-s);
        font: 600 0.875rem/1.5 var(--or-mono);
        text-align: center;
      }
      .compare {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: var(--or-space-4);
      }
      figure {
        display: grid;
        gap: var(--or-space-3);
        justify-items: center;
        text-align: center;
      }
      figure or-key-mark {
        --or-mark-size: min(9rem, 30vw);
      }
      .maker summary {
        min-height: 2.5rem;
        font-weight: 600;
        cursor: pointer;
      }
      figcaption {
        display: grid;
        overflow-wrap: anywhere;
      }
    `,
  ];

  declare page: PageState;
  declare state: ClientState;
  declare room: Room;
  declare dialog: DialogKind | undefined;

  override render(): TemplateResult {
    const { dialog } = this;
    const parts: DialogParts = {
      ...{ page: this.page, state: this.state, room: this.room },
      name: roomCalled(this.state.room(this.room)),
      onShare: (kind) => this.#share(kind),
      onShow: (other) => {
        this.dialog = other;
      },
      onClose: () => this.#element?.close(),
    };
    return html`<or-dialog heading=${dialog === undefined ? '' : dialogHeading(dialog, parts)}>
      ${dialog === undefined ? nothing : dialogContent(dialog, parts)}
    </or-dialog>`;
  }

  /** Shows one; resolves once it is closed. */
  async show(dialog: DialogKind): Promise<void> {
    this.dialog = dialog;
    await this.updateComplete;
    await this.#element?.show();
    this.dialog = undefined;
  }

  get #element(): Dialog | null {
    return this.renderRoot.querySelector('or-dialog');
  }

  #share(detail: CaptureKind): void {
    this.#element?.close();
    this.dispatchEvent(new CustomEvent('share', { detail }));
  }
}

customElements.define('or-room-dialogs', RoomDialogs);
