import type { FeedId } from '@open-rooms/protocol';
import { css, html, type TemplateResult } from 'lit';
import type { ClientState } from '../../../state/client-state.ts';
import type { PageState } from '../../../state/page-state.ts';
import { administrationOf, type Ban, type Member } from '../../../state/room-members.ts';
import type { RoomState } from '../../../state/room-state.ts';
import { calledOf } from '../../conversation/names.ts';
import { buttons } from '../../elements/buttons.styles.ts';
import { controls } from '../../elements/controls.styles.ts';
import '../../elements/key-mark.ts';
import { lists } from '../../elements/lists.styles.ts';
import '../../elements/menu.ts';
import { UiElement } from '../../elements/ui-element.ts';
import { writeMoment } from '../../locales/dates.ts';
import { t } from '../../locales/language.ts';
import { isKept } from '../../people/is-kept.ts';
import { liftBan } from '../../people/moderate.ts';
import { memberText } from './members-text.ts';
import { moderationMenu } from './moderation-menu.ts';
import { roleWord } from './role-words.ts';

/**
 * Who has a role in a room, and who is banned: for its moderators. `<or-members .page .state .room @ban>`; the event has the
 * feed id as detail.
 */
class Members extends UiElement {
  static override properties = {
    page: { attribute: false },
    state: { attribute: false },
    room: { attribute: false },
    bans: { state: true },
  };
  static override styles = [
    controls,
    buttons,
    lists,
    css`
      .lists,
      section {
        display: grid;
        gap: var(--or-space-3);
      }
      .lists {
        gap: var(--or-space-5);
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
      }
      li or-key-mark {
        --or-mark-size: 2rem;
      }
      .who {
        display: grid;
        flex: 1;
        min-width: 0;
        overflow-wrap: anywhere;
      }
    `,
  ];

  declare page: PageState;
  declare state: ClientState;
  declare room: RoomState;
  /** `undefined` until the room has told. */
  declare bans: readonly Ban[] | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void isKept(this.page, this.#load());
  }

  override render(): TemplateResult {
    const members = this.room.members.list.value;
    const { bans } = this;
    if (members === undefined || bans === undefined) return html`<p>${t('loading')}</p>`;
    return html`<div class="lists">
      <section aria-labelledby="members">
        <h3 id="members">${memberText('membersTitle')}</h3>
        ${members.length === 0 ? html`<p class="soft">${memberText('noMembers')}</p>` : html`<ul>${members.map((member) => this.#member(member))}</ul>`}
      </section>
      <section aria-labelledby="bans">
        <h3 id="bans">${memberText('bansTitle')}</h3>
        ${bans.length === 0 ? html`<p class="soft">${memberText('noBans')}</p>` : html`<ul>${bans.map((ban) => this.#ban(ban))}</ul>`}
      </section>
    </div>`;
  }

  #member({ id, role, aliases }: Member): TemplateResult {
    const { page, room, state } = this;
    const name = calledOf(state, id);
    const onBan = () => void this.dispatchEvent(new CustomEvent('ban', { detail: id }));
    const items = id === state.client.id ? [] : moderationMenu({ page, room, id, name, onBan });
    const known = aliases.map((alias) => `@${alias}`).join(' ');
    return html`<li>
      <or-key-mark silent feed=${id}></or-key-mark>
      <span class="who"><b>${name}</b><span class="small soft">${[roleWord(role), known].filter(Boolean).join(' · ')}</span></span>
      ${items.length === 0 ? '' : html`<or-menu label=${memberText('memberActions', { name })} .items=${items}></or-menu>`}
    </li>`;
  }

  #ban({ id, reason, expiresAt }: Ban): TemplateResult {
    const name = calledOf(this.state, id);
    const until =
      expiresAt === null
        ? memberText('bannedForGood')
        : memberText('bannedUntil', { date: writeMoment(expiresAt) });
    return html`<li>
      <or-key-mark silent feed=${id}></or-key-mark>
      <span class="who"><b>${name}</b><span class="small soft">${[reason, until].filter(Boolean).join(' · ')}</span></span>
      <button class="button quiet" type="button" aria-label=${memberText('liftBanOf', { name })} @click=${() => void this.#lift(id, name)}>
        ${memberText('liftBan')}
      </button>
    </li>`;
  }

  async #load(): Promise<void> {
    const { room, members } = this.room;
    const [bans] = await Promise.all([administrationOf(room)['bans.list']({}), members.load()]);
    this.bans = bans;
  }

  async #lift(id: FeedId, name: string): Promise<void> {
    const { page, room } = this;
    if (await liftBan({ page, room, id, name })) await isKept(page, this.#load());
  }
}

customElements.define('or-members', Members);
