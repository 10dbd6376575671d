import { css, html, nothing, type TemplateResult } from 'lit';
import type { PageState } from '../../../state/page-state.ts';
import { administrationOf, type Invite } from '../../../state/room-members.ts';
import type { RoomState } from '../../../state/room-state.ts';
import { buttons } from '../../elements/buttons.styles.ts';
import { controls } from '../../elements/controls.styles.ts';
import { UiElement } from '../../elements/ui-element.ts';
import { writeDay } from '../../locales/dates.ts';
import { isKept } from '../../people/is-kept.ts';
import { memberText } from './members-text.ts';
import { roleWord } from './role-words.ts';

/**
 * The invites that are open, one's own or, for moderators, all: to be taken back. `<or-open-invites .page .room>`; the event
 * `again` makes it ask once more.
 */
class OpenInvites extends UiElement {
  static override properties = {
    page: { attribute: false },
    room: { attribute: false },
    all: { state: true },
  };
  static override styles = [
    controls,
    buttons,
    css`
      section {
        display: grid;
        gap: var(--or-space-3);
      }
      ul {
        display: grid;
        gap: var(--or-space-2);
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: flex;
        gap: var(--or-space-3);
        align-items: center;
        justify-content: space-between;
      }
      span {
        min-width: 0;
        overflow-wrap: anywhere;
      }
    `,
  ];

  declare page: PageState;
  declare room: RoomState;
  declare all: readonly Invite[];

  constructor() {
    super();
    this.all = [];
    this.addEventListener('again', () => void isKept(this.page, this.#load()));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void isKept(this.page, this.#load());
  }

  override render(): TemplateResult | typeof nothing {
    const open = this.all.filter(isOpen);
    if (open.length === 0) return nothing;
    return html`<section aria-labelledby="open">
      <h3 id="open">${memberText('invitesOpen')}</h3>
      <ul>
        ${open.map((invite) => {
          const words = wordsOf(invite);
          return html`<li>
            <span>${words}</span>
            <button class="button quiet" type="button" aria-label=${memberText('inviteRevokeOf', { invite: words })}
              @click=${() => void this.#revoke(invite)}>${memberText('inviteRevoke')}</button>
          </li>`;
        })}
      </ul>
    </section>`;
  }

  async #load(): Promise<void> {
    this.all = await administrationOf(this.room.room)['invites.list']({});
  }

  async #revoke({ id }: Invite): Promise<void> {
    const revoke = async () => administrationOf(this.room.room)['invites.revoke']({ id });
    if (!(await isKept(this.page, revoke()))) return;
    this.page.tell(memberText('inviteRevoked'));
    await isKept(this.page, this.#load());
  }
}

function isOpen({ revokedAt, usesLeft, expiresAt }: Invite): boolean {
  return revokedAt === null && usesLeft > 0 && (expiresAt === null || expiresAt > Date.now());
}

/** What tells one from another: its note, what it makes somebody, how often, until when. */
function wordsOf({ note, role, usesLeft, expiresAt }: Invite): string {
  const until = expiresAt === null ? '' : memberText('inviteUntil', { date: writeDay(expiresAt) });
  return [note, roleWord(role), memberText('inviteUsesLeft', { count: usesLeft }), until]
    .filter(Boolean)
    .join(' · ');
}

customElements.define('or-open-invites', OpenInvites);
