import type { Standing } from '@open-rooms/protocol';
import { nothing } from 'lit';
import type { RoomEnded } from '../../../connection/room-ended.ts';
import type { PageState } from '../../../state/page-state.ts';
import type { RoomState } from '../../../state/room-state.ts';
import { UiElement } from '../../elements/ui-element.ts';
import { memberText } from './members-text.ts';
import { ownRoleSentence } from './role-words.ts';

/** Tells when one's role in a room has changed, and why, where somebody has said it. `<or-role-news .page .room>` */
class RoleNews extends UiElement {
  static override properties = { page: { attribute: false }, room: { attribute: false } };

  declare page: PageState;
  declare room: RoomState;
  #of: RoomState | undefined;
  #standing: Standing | undefined;
  /** What was said when something was taken; the new role is known a moment later. */
  #ended: RoomEnded | undefined;

  override render(): typeof nothing {
    const { room } = this;
    // Of another room nothing has changed.
    if (this.#of !== room) {
      this.#of = room;
      this.#standing = undefined;
      this.#ended = undefined;
    }
    const ended = room.ended.value;
    if (ended?.why === 'demoted') this.#ended = ended;
    const standing = room.connection.value === 'open' ? room.standing.value : undefined;
    if (standing === undefined || standing === this.#standing) return nothing;
    if (this.#standing !== undefined) this.#tell(standing);
    this.#standing = standing;
    return nothing;
  }

  #tell(standing: Standing): void {
    const role = ownRoleSentence(standing);
    const { reason = '' } = this.#ended ?? {};
    const text = memberText(this.#ended === undefined ? 'becameNow' : 'demotedNow', { role });
    this.#ended = undefined;
    this.page.tell(reason === '' ? text : `${text} ${memberText('endedReason', { reason })}`);
  }
}

customElements.define('or-role-news', RoleNews);
