import { css, html, nothing, type TemplateResult } from 'lit';
import type { ClientState } from '../../../state/client-state.ts';
import type { PageState } from '../../../state/page-state.ts';
import type { RoomState } from '../../../state/room-state.ts';
import { buttons } from '../../elements/buttons.styles.ts';
import { controls } from '../../elements/controls.styles.ts';
import type { MenuItem } from '../../elements/menu.ts';
import '../../elements/menu.ts';
import { UiElement } from '../../elements/ui-element.ts';
import { sentenceOf } from '../../locales/sentence-of.ts';
import { memberText } from './members-text.ts';
import { ownRoleSentence } from './role-words.ts';

/**
 * What one is in a room oneself, and what comes of it: `<or-own-standing .page .state .room @alias @members>`. Rooms that
 * tell nothing of roles have none of it.
 */
class OwnStanding extends UiElement {
  static override properties = {
    page: { attribute: false },
    state: { attribute: false },
    room: { attribute: false },
  };
  static override styles = [
    controls,
    buttons,
    css`
      .own {
        display: flex;
        gap: var(--or-space-2);
        align-items: center;
        justify-content: space-between;
        padding: var(--or-space-1) var(--or-space-2) var(--or-space-2) var(--or-space-4);
        border-bottom: 1px solid var(--or-line);
        font-size: var(--or-text-s);
      }
    `,
  ];

  declare page: PageState;
  declare state: ClientState;
  declare room: RoomState;

  override render(): TemplateResult | typeof nothing {
    const { room } = this;
    const standing = room.standing.value;
    if (room.room.metadata?.role === undefined) return nothing;
    const sentence = ownRoleSentence(standing);
    return html`<div class="own">
      <p>${sentence}</p>
      <or-menu label=${sentence} .items=${this.#items()}></or-menu>
    </div>`;
  }

  #items(): MenuItem[] {
    const { room } = this;
    const fire = (name: string) => () => void this.dispatchEvent(new Event(name));
    const members: MenuItem = { label: memberText('membersAndBans'), icon: 'users', act: fire('members') };
    const signIn: MenuItem = {
      label: memberText('signInPages'),
      icon: 'key-round',
      act: () => this.#signIn(),
    };
    return [
      { label: memberText('ownAlias'), icon: 'contact-round', act: fire('alias') },
      ...(room.may('manage-members') ? [members] : []),
      ...(room.may('sign-in') ? [signIn] : []),
    ];
  }

  /** In the click: a window that is opened later is none that the person wanted. */
  #signIn(): void {
    try {
      window.open(this.state.client.signIns.begin(this.room.room), '_blank', 'noopener');
    } catch (error) {
      const told = sentenceOf(error);
      if (told === undefined) throw error;
      this.page.tell({ ...told, isWrong: true });
    }
  }
}

customElements.define('or-own-standing', OwnStanding);
