import { html, type TemplateResult } from 'lit';
import type { JoinFault } from '../../../connection/join-error.ts';
import type { RoomState } from '../../../state/room-state.ts';
import '../../elements/end-page.ts';
import { type TextKey, t } from '../../locales/language.ts';

/** Why a room is over for somebody who was inside, and what to do. */
export interface EndText {
  readonly heading: TextKey & `ended${string}`;
  readonly text: TextKey & `ended${string}`;
  /** What exactly happened. */
  readonly sentence: string;
}

/** Faults that waiting does not mend; all others are a connection that is lost. */
const ENDS: Partial<Readonly<Record<JoinFault, Omit<EndText, 'sentence'>>>> = {
  'other-key': { heading: 'endedOtherKey', text: 'endedOtherKeyText' },
  'wrong-key': { heading: 'endedOtherKey', text: 'endedOtherKeyText' },
  'not-a-room': { heading: 'endedNoRoom', text: 'endedNoRoomText' },
  'not-let-in': { heading: 'endedNotLetIn', text: 'endedNotLetInText' },
};

/** Why a room is over; `undefined` while it is not. Reads signals. */
export function endOf({ connection, error }: RoomState): EndText | undefined {
  const fault = connection.value === 'open' ? undefined : error.value;
  const end = fault && ENDS[fault.fault];
  return end && fault && { ...end, sentence: fault.message };
}

/** The page of an end; styles: `insideStyles`. */
export function endView(
  { heading, text, sentence }: EndText,
  acts: { readonly onLeave: () => void; readonly onAgain: () => void },
): TemplateResult {
  return html`<div class="ended">
    <or-end-page drawing="circle-alert" heading=${t(heading)}>
      <p>${t(text)}</p>
      <p class="small" lang="en">${sentence}</p>
      <button slot="actions" class="button" type="button" @click=${acts.onLeave}>${t('leave')}</button>
      <button slot="actions" class="button quiet" type="button" @click=${acts.onAgain}>${t('tryAgain')}</button>
    </or-end-page>
  </div>`;
}
