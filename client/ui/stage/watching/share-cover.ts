import { html, nothing, type TemplateResult } from 'lit';
import type { WatchState } from '../../../shares/watching/watching.ts';
import { icon } from '../../elements/icons.ts';
import { familyName } from '../share-words.ts';
import { stageText } from '../stage-text.ts';

/** What lies over a picture, or in its place. */
export interface Cover {
  readonly text: string;
  /** It ends by itself. */
  readonly passes: boolean;
  /** Whether to try again may help. */
  readonly again: boolean;
}

/** What keeps a share from being seen, in a sentence with what next; `undefined` while it is seen. */
export function coverOf(state: WatchState, name: string): Cover | undefined {
  switch (state.kind) {
    case 'watching':
      return undefined;
    case 'joining':
      return { text: stageText('joiningShare'), passes: true, again: false };
    case 'waiting':
      return { text: waitingWords(state.why, name), passes: true, again: false };
    case 'refused':
      return {
        text: refusedWords(state, name),
        passes: false,
        again: state.why === 'full' || state.why === 'not-here',
      };
    case 'ended':
      return { text: endedWords(state.why, name), passes: false, again: state.why === 'gone' };
  }
}

/** The words of a cover; over a picture that stands still they are one line. */
export function coverView(
  { text, passes, again }: Cover,
  hasPicture: boolean,
  onAgain: () => void,
): TemplateResult {
  const drawing = passes ? nothing : icon('circle-alert');
  return html`<div class="cover ${hasPicture ? 'over' : ''}" role="status">
    <p>${drawing}<span>${text}</span></p>
    ${again ? html`<button class="button quiet" type="button" @click=${onAgain}>${stageText('tryAgainShare')}</button>` : nothing}
  </div>`;
}

function waitingWords(why: (WatchState & { kind: 'waiting' })['why'], name: string): string {
  switch (why) {
    case 'no-place':
      return stageText('waitNoPlace');
    case 'no-path':
      return stageText('waitNoPath', { name });
    case 'paused':
      return stageText('waitPaused', { name });
    case 'reconnecting':
      return stageText('waitReconnecting');
  }
}

function refusedWords({ why, codec }: WatchState & { kind: 'refused' }, name: string): string {
  switch (why) {
    case 'not-here':
      return stageText('refusedNotHere', { name });
    case 'removed':
      return stageText('refusedRemoved', { name });
    case 'full':
      return stageText('refusedFull', { name });
    case 'not-decodable':
      return stageText('refusedCodec', { codec: codec === undefined ? '' : familyName(codec) });
    case 'over':
      return stageText('refusedOver');
    case 'not-invited':
      return stageText('refusedNotInvited', { name });
  }
}

function endedWords(why: (WatchState & { kind: 'ended' })['why'], name: string): string {
  switch (why) {
    case 'stopped':
      return stageText('stopsSharing', { name });
    case 'removed':
      return stageText('refusedRemoved', { name });
    case 'gone':
      return stageText('endedGone', { name });
  }
}
