import type { FeedId } from '@open-rooms/protocol';
import { html, type TemplateResult } from 'lit';
import type { Room } from '../../../connection/room.ts';
import type { ClientState } from '../../../state/client-state.ts';
import type { CaptureKind } from '../../../state/media-port.ts';
import type { PageState } from '../../../state/page-state.ts';
import { nameOf } from '../../conversation/names.ts';
import '../../elements/key-mark.ts';
import { keyWords } from '../../elements/key-words.ts';
import { type TextKey, t } from '../../locales/language.ts';
import { faultContent, faultHeading } from '../../stage/sharing/share-fault.ts';
import type { CaptureTrouble } from '../../stage/sharing/start-share.ts';
import { stageText } from '../../stage/stage-text.ts';
import './ban-form.ts';
import './invite.ts';
import './invite-maker.ts';
import './members-dialog.ts';
import { memberText } from './members-text.ts';
import './own-alias.ts';

/** What a dialog of the room is about. */
export type DialogKind =
  | { readonly kind: 'invite' }
  | { readonly kind: 'encryption' }
  | { readonly kind: 'shortcuts' }
  | { readonly kind: 'compare'; readonly id: FeedId }
  | { readonly kind: 'ban'; readonly id: FeedId }
  | { readonly kind: 'members' }
  | { readonly kind: 'alias' }
  | { readonly kind: 'not-shared'; readonly trouble: CaptureTrouble };

export interface DialogParts {
  readonly page: PageState;
  readonly state: ClientState;
  readonly room: Room;
  /** What the room is called. */
  readonly name: string;
  /** Tries to share something, in a click. */
  readonly onShare: (kind: CaptureKind) => void;
  /** Shows another dialog in the place of this one. */
  readonly onShow: (dialog: DialogKind) => void;
  readonly onClose: () => void;
}

type ShortcutKey = TextKey & `key${string}`;

/** Letters stay the same in every language, as fingers do. */
const SHORTCUTS: readonly (readonly [keys: string, text: PlainShortcut])[] = [
  ['C', 'keyChat'],
  ['P', 'keyPeople'],
  ['?', 'keyHelp'],
  ['Esc', 'keyEscape'],
  ['Enter', 'keyEnter'],
  ['Shift + Enter', 'keyShiftEnter'],
  ['↑', 'keyUp'],
  ['↑ ↓', 'keyArrows'],
];

type PlainShortcut = Extract<
  ShortcutKey,
  'keyChat' | 'keyPeople' | 'keyHelp' | 'keyEscape' | 'keyEnter' | 'keyShiftEnter' | 'keyUp' | 'keyArrows'
>;

type StageShortcutKey = 'keyShare' | 'keyFull' | 'keyLayout' | 'keyZoom' | 'keyPan';

const STAGE_SHORTCUTS: readonly (readonly [keys: string, text: StageShortcutKey])[] = [
  ['D', 'keyShare'],
  ['S', 'keyFull'],
  ['W', 'keyLayout'],
  ['+ − 0', 'keyZoom'],
  ['← ↑ ↓ →', 'keyPan'],
];

/** The heading of a dialog. Reads signals. */
export function dialogHeading(dialog: DialogKind, { state, name }: DialogParts): string {
  switch (dialog.kind) {
    case 'invite':
      return t('inviteTo', { name });
    case 'encryption':
      return t('encryptedTitle');
    case 'shortcuts':
      return t('shortcuts');
    case 'compare':
      return t('compareWith', { name: nameOf(state, dialog.id) });
    case 'ban':
      return memberText('banQuestion', { name: nameOf(state, dialog.id) });
    case 'members':
      return memberText('membersAndBans');
    case 'alias':
      return memberText('ownAlias');
    case 'not-shared':
      return faultHeading(dialog.trouble);
  }
}

/** What stands in it; styles: `roomDialogStyles`. */
export function dialogContent(dialog: DialogKind, parts: DialogParts): TemplateResult {
  const { page, state, room } = parts;
  switch (dialog.kind) {
    case 'invite':
      return invite(parts);
    case 'encryption':
      return html`<div class="stack"><p>${t('encryptedText')}</p><p>${t('encryptedCompare')}</p></div>`;
    case 'shortcuts':
      return html`<div class="stack">
        <dl class="keys">
          ${SHORTCUTS.map(([keys, text]) => shortcut(keys, t(text)))}
          ${STAGE_SHORTCUTS.map(([keys, text]) => shortcut(keys, stageText(text)))}
        </dl>
        <p class="small soft">${t('shortcutsHint')}</p>
      </div>`;
    case 'compare':
      return compare(state, dialog.id);
    case 'ban':
      return html`<or-ban-form .page=${page} .room=${state.room(room)} .feed=${dialog.id} called=${nameOf(state, dialog.id)}
        @done=${parts.onClose}></or-ban-form>`;
    case 'members':
      return html`<or-members .page=${page} .state=${state} .room=${state.room(room)}
        @ban=${({ detail: id }: CustomEvent<FeedId>) => parts.onShow({ kind: 'ban', id })}></or-members>`;
    case 'alias':
      return html`<or-own-alias .page=${page} .state=${state} .room=${state.room(room)}></or-own-alias>`;
    case 'not-shared':
      return faultContent(dialog.trouble, page, parts.onShare);
  }
}

/** Where everybody may come in, the room's link is what one passes on first; elsewhere an invite. */
function invite({ page, state, room }: DialogParts): TemplateResult {
  const link = html`<or-invite .page=${page} .state=${state} .room=${room}></or-invite>`;
  // Rooms of other kinds tell nothing of roles, and make no invites.
  if (room.metadata?.role === undefined) return link;
  const maker = html`<or-invite-maker .page=${page} .room=${state.room(room)}></or-invite-maker>`;
  if (room.metadata.mode !== 'open') return html`<div class="stack">${maker}${link}</div>`;
  return html`<div class="stack">${link}
    <details class="maker"><summary>${memberText('inviteMakes')}</summary>${maker}</details>
  </div>`;
}

function shortcut(keys: string, text: string): TemplateResult {
  return html`<dt><kbd>${keys}</kbd></dt><dd>${text}</dd>`;
}

function compare(state: ClientState, id: FeedId): TemplateResult {
  const name = nameOf(state, id);
  const side = (feed: FeedId, title: string) => html`<figure>
    <or-key-mark silent feed=${feed}></or-key-mark>
    <figcaption><span class="small soft">${title}</span><b>${keyWords(feed)}</b></figcaption>
  </figure>`;
  return html`<div class="stack">
    <div class="compare">${side(id, t('theirKey', { name }))}${side(state.client.id, t('yourKeyHere'))}</div>
    <p>${t('compareText', { name })}</p>
  </div>`;
}
