import { html, nothing, type TemplateResult } from 'lit';
import type { RoomState } from '../../../state/room-state.ts';
import '../../elements/end-page.ts';
import { t } from '../../locales/language.ts';
import { memberText } from './members-text.ts';
import { type OverFault, overOf } from './room-over.ts';

/** Why a room is over for somebody who was inside, and what to do. */
export interface EndText {
  readonly heading: string;
  readonly text: string;
  /** What exactly happened; empty where nothing is to be added. */
  readonly sentence: string;
  /** The reason that somebody gave; empty where they gave none. */
  readonly reason: string;
}

const FAULTS = {
  'other-key': { heading: 'endedOtherKey', text: 'endedOtherKeyText' },
  'wrong-key': { heading: 'endedOtherKey', text: 'endedOtherKeyText' },
  'not-a-room': { heading: 'endedNoRoom', text: 'endedNoRoomText' },
  'not-let-in': { heading: 'endedNotLetIn', text: 'endedNotLetInText' },
} as const satisfies Record<OverFault, object>;

/** What is said where the room itself has said why. */
const WORDS = {
  banned: { heading: 'endedBanned', text: 'endedBannedText' },
  removed: { heading: 'endedRemoved', text: 'endedRemovedText' },
  mode: { heading: 'endedMode', text: 'endedModeText' },
  demoted: { heading: 'endedDemoted', text: 'endedModeText' },
  stopped: { heading: 'endedStopped', text: 'endedStoppedText' },
} as const;

/** What is said of a room that is over; `undefined` while it is not. Reads signals. */
export function endOf(room: RoomState): EndText | undefined {
  const over = overOf(room);
  if (over?.by === 'fault') {
    const { heading, text } = FAULTS[over.fault];
    return { heading: memberText(heading), text: memberText(text), sentence: over.sentence, reason: '' };
  }
  const ended = room.ended.value;
  if (over === undefined || ended === undefined) return undefined;
  const { heading, text } = WORDS[ended.why];
  return { heading: memberText(heading), text: memberText(text), sentence: '', reason: ended.reason };
}

/** The page of an end; styles: `insideStyles`. */
export function endView(
  { heading, text, sentence, reason }: EndText,
  acts: { readonly onLeave: () => void; readonly onAgain: () => void },
): TemplateResult {
  return html`<div class="ended">
    <or-end-page drawing="circle-alert" heading=${heading}>
      ${reason === '' ? nothing : html`<p><b>${memberText('endedReason', { reason })}</b></p>`}
      <p>${text}</p>
      ${sentence === '' ? nothing : html`<p class="small" lang="en">${sentence}</p>`}
      <button slot="actions" class="button" type="button" @click=${acts.onLeave}>${t('leave')}</button>
      <button slot="actions" class="button quiet" type="button" @click=${acts.onAgain}>${t('tryAgain')}</button>
    </or-end-page>
  </div>`;
}
