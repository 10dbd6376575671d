import { html, nothing, type TemplateResult } from 'lit';
import type { InviteFlaw, JoinError, JoinFault } from '../../../connection/join-error.ts';
import { icon } from '../../elements/icons.ts';
import { type TextKey, t } from '../../locales/language.ts';
import { faultTitle } from '../../locales/sentence-of.ts';
import { invitedText } from './invited-text.ts';

/** What is said of each fault, beside its sentence, and whether it may be gone when one tries again. */
interface FaultTexts {
  readonly next: PlainKey;
  readonly again: boolean;
}

type PlainKey = TextKey & `next${string}`;

const FAULTS: Readonly<Record<JoinFault, FaultTexts>> = {
  unreadable: { next: 'nextCheckText', again: false },
  unreachable: { next: 'nextPassing', again: true },
  'no-whois': { next: 'nextCheckText', again: true },
  'bad-whois': { next: 'nextCheckText', again: true },
  'other-key': { next: 'nextAskOwner', again: true },
  'other-network': { next: 'nextAskOwner', again: false },
  'wrong-key': { next: 'nextAskLink', again: true },
  silent: { next: 'nextPassing', again: true },
  refused: { next: 'nextPassing', again: true },
  'not-let-in': { next: 'nextAskInvite', again: true },
  'not-a-room': { next: 'nextAskLink', again: true },
  'bad-invite': { next: 'nextAskLink', again: true },
  'no-alias': { next: 'nextCheckText', again: true },
  'aliases-unsupported': { next: 'nextAskLink', again: false },
  'not-online': { next: 'nextPassing', again: true },
};

const FLAWS = {
  early: { title: 'flawEarly', next: 'nextLater' },
  expired: { title: 'flawExpired', next: 'nextAskLink' },
  spent: { title: 'flawSpent', next: 'nextAskLink' },
  revoked: { title: 'flawRevoked', next: 'nextAskLink' },
  disowned: { title: 'flawDisowned', next: 'nextAskLink' },
  unknown: { title: 'flawUnknown', next: 'nextCheckLink' },
  banned: { title: 'flawBanned', next: 'nextAskModerators' },
} as const;

/** What is said of an invite that brings nobody in, and what next. */
export function flawTexts(flaw: InviteFlaw): { readonly title: string; readonly next: string } {
  const { title, next } = FLAWS[flaw];
  return { title: invitedText(title), next: next === 'nextAskLink' ? t(next) : invitedText(next) };
}

/** What may be done about a fault. */
export interface FaultActions {
  readonly onAgain: () => void;
  /** Forgets the room that had this host before. */
  readonly onForget?: (() => void) | undefined;
  /** The page of the room's own server, where this one may not reach it. */
  readonly ownPage?: string | undefined;
  /** Goes back to where something else can be typed. */
  readonly onElsewhere: () => void;
  /** Says more exactly than the fault does what happened, and what next. */
  readonly title?: string;
  readonly next?: string;
  readonly more?: TemplateResult | typeof nothing;
  /** What {@link FaultActions.onElsewhere} is called. */
  readonly elsewhere?: string;
}

/** The page of what kept somebody out: what it is, the sentence with what was tried, and every way on. */
export function faultView({ fault, message }: JoinError, actions: FaultActions): TemplateResult {
  const { next, again } = FAULTS[fault];
  const { ownPage, onForget, onAgain, onElsewhere, more = nothing } = actions;
  const isMain = ownPage === undefined && more === nothing;
  return html`<div class="fault">
    <span class="sign">${icon('circle-alert')}</span>
    <h1>${actions.title ?? faultTitle(fault)}</h1>
    <p class="lead">${ownPage === undefined ? (actions.next ?? t(next)) : t('ownPageText')}</p>
    <div class="row">
      ${more}
      ${ownPage === undefined ? nothing : html`<a class="button" href=${ownPage}>${t('openOwnPage')}</a>`}
      ${again ? html`<button class="button ${isMain ? '' : 'quiet'}" type="button" @click=${onAgain}>${t('tryAgain')}</button>` : nothing}
      <button class="button quiet" type="button" @click=${onElsewhere}>${actions.elsewhere ?? t('tryAnother')}</button>
    </div>
    ${onForget === undefined ? nothing : forget(onForget)}
    <div class="told">
      <h2>${t('whatHappened')}</h2>
      <p lang="en">${message}</p>
    </div>
  </div>`;
}

function forget(onForget: () => void): TemplateResult {
  return html`<div class="stack">
    <p>${t('forgetOldRoomText')}</p>
    <div class="row">
      <button class="button danger" type="button" @click=${onForget}>${t('forgetOldRoom')}</button>
    </div>
  </div>`;
}
