import type { Role } from '@open-rooms/protocol';
import { css, html, type TemplateResult } from 'lit';
import type { PageState } from '../../../state/page-state.ts';
import { administrationOf, type MadeInvite, rolesToInvite } from '../../../state/room-members.ts';
import type { RoomState } from '../../../state/room-state.ts';
import { buttons } from '../../elements/buttons.styles.ts';
import { choiceField } from '../../elements/choice-field.ts';
import { controls } from '../../elements/controls.styles.ts';
import '../../elements/copy-field.ts';
import { textField } from '../../elements/field.ts';
import { fields } from '../../elements/fields.styles.ts';
import { icon } from '../../elements/icons.ts';
import '../../elements/qr.ts';
import { UiElement } from '../../elements/ui-element.ts';
import { t } from '../../locales/language.ts';
import { isKept } from '../../people/is-kept.ts';
import { memberText } from './members-text.ts';
import './open-invites.ts';
import { roleWord } from './role-words.ts';

/** Characters of a note; the room has the last word. */
const INVITE_NOTE_CHARS = 200;

/** Milliseconds. */
const DAY = 24 * 60 * 60_000;
const GOOD_FOR = { week: 7 * DAY, day: DAY, month: 30 * DAY, ever: undefined } as const;
const USES = { once: 1, ten: 10, hundred: 100 } as const;
const GOOD_TEXTS = {
  week: 'inviteWeek',
  day: 'inviteDay',
  month: 'inviteMonth',
  ever: 'inviteEver',
} as const;
const USES_TEXTS = { once: 'inviteOnce', ten: 'inviteTen', hundred: 'inviteHundred' } as const;
const GOOD_ORDER = ['week', 'day', 'month', 'ever'] as const;
const USES_ORDER = ['once', 'ten', 'hundred'] as const;

/** What is chosen for the next invite. */
interface Wish {
  readonly role: Role;
  readonly uses: keyof typeof USES;
  readonly good: keyof typeof GOOD_FOR;
  readonly note: string;
}

const FIRST: Wish = { role: 'participant', uses: 'once', good: 'week', note: '' };

/** Makes invites to a room, each with a role, and shows those that are open: `<or-invite-maker .page .room>`. */
class InviteMaker extends UiElement {
  static override properties = {
    page: { attribute: false },
    room: { attribute: false },
    wish: { state: true },
    made: { state: true },
    isSending: { state: true },
  };
  static override styles = [
    controls,
    buttons,
    fields,
    css`
      .all,
      form,
      .made {
        display: grid;
        gap: var(--or-space-4);
      }
      .choices {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr));
        gap: var(--or-space-3);
      }
      or-qr {
        width: 10rem;
        justify-self: center;
      }
    `,
  ];

  declare page: PageState;
  declare room: RoomState;
  declare wish: Wish;
  /** The invite that was made last, whose link is told once. */
  declare made: MadeInvite | undefined;
  declare isSending: boolean;

  constructor() {
    super();
    this.wish = FIRST;
    this.isSending = false;
  }

  override render(): TemplateResult {
    if (!this.room.may('invite')) return html`<p>${memberText('mayNotInvite')}</p>`;
    return html`<div class="all">
      ${this.made === undefined ? this.#form() : this.#made(this.made)}
      <or-open-invites .page=${this.page} .room=${this.room}></or-open-invites>
    </div>`;
  }

  #form(): TemplateResult {
    const { wish } = this;
    const roles = rolesToInvite(this.room.standing.value);
    return html`<form @submit=${this.#onSubmit} novalidate>
      <p class="soft">${memberText('inviteMakesHint')}</p>
      <div class="choices">
        ${choiceField<Role>({
          name: 'role',
          label: memberText('inviteRole'),
          choices: roles.map((value) => ({ value, text: roleWord(value) })),
          value: wish.role,
          onChoose: (role) => this.#choose({ role }),
        })}
        ${choiceField<Wish['uses']>({
          name: 'uses',
          label: memberText('inviteUses'),
          choices: USES_ORDER.map((value) => ({ value, text: memberText(USES_TEXTS[value]) })),
          value: wish.uses,
          onChoose: (uses) => this.#choose({ uses }),
        })}
        ${choiceField<Wish['good']>({
          name: 'good',
          label: memberText('inviteGood'),
          choices: GOOD_ORDER.map((value) => ({ value, text: memberText(GOOD_TEXTS[value]) })),
          value: wish.good,
          onChoose: (good) => this.#choose({ good }),
        })}
      </div>
      ${textField({
        name: 'note',
        label: memberText('inviteNote'),
        hint: memberText('inviteNoteHint'),
        value: wish.note,
        maxLength: INVITE_NOTE_CHARS,
        onInput: (note) => this.#choose({ note }),
      })}
      <p><button class="button" type="submit" ?disabled=${this.isSending}>${icon('user-plus')}${memberText('inviteMake')}</button></p>
    </form>`;
  }

  #made({ url, code }: MadeInvite): TemplateResult {
    return html`<div class="made">
      <h3 tabindex="-1">${memberText('inviteMade')}</h3>
      <or-copy-field label=${memberText('inviteLink')} text=${url}></or-copy-field>
      <or-qr text=${url}></or-qr>
      <or-copy-field label=${memberText('inviteCode')} action=${t('copyInvite')} text=${code}></or-copy-field>
      <p><button class="button quiet" type="button" @click=${this.#again}>${memberText('inviteNext')}</button></p>
    </div>`;
  }

  #choose(part: Partial<Wish>): void {
    this.wish = { ...this.wish, ...part };
  }

  #onSubmit(event: SubmitEvent): void {
    event.preventDefault();
    void this.#make();
  }

  async #make(): Promise<void> {
    const { role, uses, good, note } = this.wish;
    const ms = GOOD_FOR[good];
    const make = async () => {
      const wish = { role, uses: USES[uses], note: note.trim(), notBefore: null };
      const expiresAt = ms === undefined ? null : Date.now() + ms;
      this.made = await administrationOf(this.room.room)['invites.create']({ ...wish, expiresAt });
    };
    this.isSending = true;
    const isMade = await isKept(this.page, make());
    this.isSending = false;
    if (!isMade) return;
    await this.updateComplete;
    this.renderRoot.querySelector('h3')?.focus();
    this.renderRoot.querySelector('or-open-invites')?.dispatchEvent(new Event('again'));
  }

  readonly #again = (): void => {
    this.made = undefined;
    this.wish = FIRST;
  };
}

customElements.define('or-invite-maker', InviteMaker);
