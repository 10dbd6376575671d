import type { FeedId } from '@open-rooms/protocol';
import { css, html, type TemplateResult } from 'lit';
import type { PageState } from '../../../state/page-state.ts';
import { administrationOf } from '../../../state/room-members.ts';
import type { RoomState } from '../../../state/room-state.ts';
import { buttons } from '../../elements/buttons.styles.ts';
import { choiceField } from '../../elements/choice-field.ts';
import { controls } from '../../elements/controls.styles.ts';
import { textField } from '../../elements/field.ts';
import { fields } from '../../elements/fields.styles.ts';
import { UiElement } from '../../elements/ui-element.ts';
import { t } from '../../locales/language.ts';
import { isKept } from '../../people/is-kept.ts';
import { memberText } from './members-text.ts';

/** Characters of a reason; the room has the last word (`protocol/room/administration/shapes.ts`). */
const BAN_REASON_CHARS = 200;

/** Milliseconds. */
const HOUR = 60 * 60_000;

/** For how long somebody is banned: milliseconds, or for good. */
const TIMES = {
  hour: HOUR,
  day: 24 * HOUR,
  week: 7 * 24 * HOUR,
  good: undefined,
} as const;
type Time = keyof typeof TIMES;

const TIME_TEXTS = { hour: 'banForHour', day: 'banForDay', week: 'banForWeek', good: 'banForGood' } as const;
const ORDER: readonly Time[] = ['good', 'week', 'day', 'hour'];

/**
 * Why somebody is banned, and for how long: `<or-ban-form .page .room .feed called=… @done>`. Its button names them, and is
 * the one confirmation that there is.
 */
class BanForm extends UiElement {
  static override properties = {
    page: { attribute: false },
    room: { attribute: false },
    feed: { attribute: false },
    called: {},
    time: { state: true },
    reason: { state: true },
    isSending: { state: true },
  };
  static override styles = [
    controls,
    buttons,
    fields,
    css`
      form {
        display: grid;
        gap: var(--or-space-4);
      }
    `,
  ];

  declare page: PageState;
  declare room: RoomState;
  declare feed: FeedId;
  declare called: string;
  declare time: Time;
  declare reason: string;
  declare isSending: boolean;

  constructor() {
    super();
    this.called = '';
    this.time = 'good';
    this.reason = '';
    this.isSending = false;
  }

  override render(): TemplateResult {
    const name = this.called;
    return html`<form @submit=${this.#onSubmit} novalidate>
      <p>${memberText('banText')}</p>
      ${textField({
        name: 'reason',
        label: memberText('banReason'),
        hint: memberText('banReasonHint'),
        value: this.reason,
        maxLength: BAN_REASON_CHARS,
        onInput: (value) => {
          this.reason = value;
        },
      })}
      ${choiceField<Time>({
        name: 'time',
        label: memberText('banFor'),
        choices: ORDER.map((value) => ({ value, text: memberText(TIME_TEXTS[value]) })),
        value: this.time,
        onChoose: (value) => {
          this.time = value;
        },
      })}
      <div class="row">
        <button class="button danger" type="submit" ?disabled=${this.isSending}>${memberText('banYes', { name })}</button>
        <button class="button quiet" type="button" @click=${this.#done}>${t('cancel')}</button>
      </div>
    </form>`;
  }

  async #ban(): Promise<void> {
    const ms = TIMES[this.time];
    const wish = {
      who: this.feed,
      reason: this.reason.trim(),
      expiresAt: ms === undefined ? null : Date.now() + ms,
    };
    const ban = async () => administrationOf(this.room.room)['bans.add'](wish);
    this.isSending = true;
    const isBanned = await isKept(this.page, ban());
    this.isSending = false;
    if (!isBanned) return;
    this.page.tell(memberText('bannedNow', { name: this.called }));
    this.#done();
    if (this.room.members.list.peek() !== undefined) await isKept(this.page, this.room.members.load());
  }

  readonly #done = (): void => {
    this.dispatchEvent(new Event('done'));
  };

  #onSubmit(event: SubmitEvent): void {
    event.preventDefault();
    void this.#ban();
  }
}

customElements.define('or-ban-form', BanForm);
