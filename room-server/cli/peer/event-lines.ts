import { printable } from '../../observe/printable.ts';
import type { Style } from '../style.ts';
import { bytesText } from './amounts.ts';
import type { Coming, Offered, PeerEvent } from './events.ts';
import { measuredLines } from './measured-lines.ts';
import { shortId } from './names.ts';
import { DEFAULT_PROFILE } from './open-client.ts';
import { pathText } from './path-text.ts';
import { shareText } from './share-text.ts';
import type { Who } from './who.ts';

/** How events are shown. */
export interface LineOptions {
  readonly style: Style;
  /** Whether a person looks at them as they come: then a request may take several lines. */
  readonly isTerminal: boolean;
  /** Whether requests are answered by a key. */
  readonly isAsking: boolean;
  /** The profile, which commands of other terminals have to name. */
  readonly profile: string;
  /** Whether several rooms are kept, so that a line has to say which it is about. */
  readonly manyRooms: boolean;
}

/** Columns of the word that says what happened: the longest is "withdrew". */
const WORD_COLUMNS = 9;

/** Columns before what happened: time, two spaces, the word. */
const INDENT = ' '.repeat(10 + WORD_COLUMNS);

/** Lines of a preview on a terminal, and characters of each, or of the one line elsewhere. */
const PREVIEW_LINES = 5;
const PREVIEW_CHARS = 200;

/** Characters of a message that are shown. `--json` has all of them. */
const MESSAGE_CHARS = 2_000;

/** What a person is told of an event, at a time of day such as `12:04:31`. Nothing in it moves a cursor. */
export function eventLines(event: PeerEvent, time: string, options: LineOptions): readonly string[] {
  const { style } = options;
  const line = (word: string, text: string) => [
    `${style.quiet(time)}  ${style.strong(word.padEnd(WORD_COLUMNS))}${text}`,
  ];
  const quiet = (word: string, text: string) => [style.quiet(`${time}  ${word.padEnd(WORD_COLUMNS)}${text}`)];
  switch (event.event) {
    case 'started':
      return [`You are ${style.link(event.id)}, profile "${event.profile}".`];
    case 'room':
      return event.state === 'there' ? roomLines(event, style) : line(event.state, roomText(event));
    case 'listed':
      return event.others === 0 ? line('here', 'nobody else yet') : [];
    case 'alias':
      return line('alias', `${style.link(event.alias)} leads to you`);
    case 'alias-refused':
      return line('alias', printable(event.sentence));
    case 'here':
    case 'came':
    case 'left':
      return line(event.event, `${attendantText(event, style)}${options.manyRooms ? ` in ${event.in}` : ''}`);
    case 'tunnel':
      return quiet('tunnel', tunnelText(event, options));
    case 'link':
      return quiet('link', linkText(event, options));
    case 'measured':
      return measuredLines(event);
    case 'request':
      return options.isTerminal ? askingLines(event, line, options) : [plainRequest(event, time, options)];
    case 'answered':
      return line(ANSWER_WORDS[event.answer], whoText(event, style));
    case 'message':
      return line(event.to === 'you' ? 'to you' : 'says', messageText(event, options));
    case 'said':
      return line('said', `in ${event.in}, and ${event.delivery === 'read' ? 'read' : 'heard'}`);
    case 'ring':
      return line('rings', ringText(event, style));
    case 'cannot':
      return quiet('', printable(event.sentence));
    case 'text':
      return line('says', `${style.strong(event.name ?? shortId(event.id))}: ${printable(event.text)}`);
    case 'received':
      return event.text && event.error === undefined ? [] : line('sent', receivedText(event, style));
    case 'viewers':
    case 'picture':
      return quiet('share', shareText(event));
    default:
      return line('share', shareText(event));
  }
}

const ANSWER_WORDS = {
  accepted: 'accepted',
  followed: 'followed',
  refused: 'refused',
  blocked: 'blocked',
  withdrawn: 'withdrew',
} as const;

/** A question to be answered by a word behind a slash, below a request. */
export function questionLine({ id, name }: Who, style: Style): string {
  const keys = ['/accept', '/follow', '/refuse', '/block'].map((key) => style.strong(key)).join('   ');
  return `${INDENT}${keys}   ${style.quiet(name ?? shortId(id))}`;
}

type EventOf<Name extends PeerEvent['event']> = Extract<PeerEvent, { readonly event: Name }>;

function roomLines({ name, room }: EventOf<'room'>, style: Style): readonly string[] {
  return ['', style.strong(name), `  ${style.quiet(room)}`, ''];
}

function roomText({ state, name, error }: EventOf<'room'>): string {
  if (state === 'back') return `${name} is there again`;
  const why = error === undefined ? '' : ` ${printable(error)}`;
  return `${name} is not connected; trying again.${why}`;
}

function attendantText(event: EventOf<Coming>, style: Style): string {
  return event.you ? style.strong('you') : whoText(event, style);
}

function whoText({ id, name }: Who, style: Style): string {
  return name === undefined ? id : `${style.strong(name)} ${style.quiet(shortId(id))}`;
}

function linkText({ path, roundTripMs, ...who }: EventOf<'link'>, options: LineOptions): string {
  const name = briefly(who, options);
  if (path === undefined) return `to ${name} is lost`;
  return `to ${name}: ${pathText({ kind: path, roundTripMs: roundTripMs ?? undefined })}`;
}

/** Below the line that said who came, the beginning of their id is enough for a person. */
function briefly({ id, name }: Who, { isTerminal }: LineOptions): string {
  return name ?? (isTerminal ? shortId(id) : id);
}

function tunnelText({ state, ...event }: EventOf<'tunnel'>, options: LineOptions): string {
  const who = briefly(event, options);
  return state === 'open' ? `open to ${who}` : `closed with ${who}`;
}

/** What somebody calls themselves is no proof: the beginning of their id stands beside it. */
function messageText(event: EventOf<'message'>, options: LineOptions): string {
  const { id, name, called, text, asks } = event;
  const { style } = options;
  const self = called === undefined ? '' : `${style.strong(called)} `;
  const who = name === undefined ? `${self}${style.quiet(shortId(id))}` : style.strong(name);
  const where = options.manyRooms && event.in !== undefined ? ` in ${event.in}` : '';
  const said = cutText(text.trimEnd().split('\n').map(printable).join(' ⏎ '), MESSAGE_CHARS);
  const accept = asks === true ? ` — let them write with: ${acceptCommand(event, options)}` : '';
  return `${who}${where}: ${said}${accept}`;
}

function ringText(event: EventOf<'ring'>, style: Style): string {
  const who = whoText(event, style);
  switch (event.state) {
    case 'rings':
      return `${who}: answer with ${style.strong('/answer')} or ${style.strong('/decline')}`;
    case 'asks':
      return `${who}, whom you do not know: ${style.strong('/answer')} or ${style.strong('/decline')}`;
    case 'gone':
      return `${who} has hung up`;
    case 'missed':
      return `${who} was not answered`;
    default:
      return `${who}: ${event.state}`;
  }
}

function receivedText({ offer, bytes, text, error, ...who }: EventOf<'received'>, style: Style): string {
  const what = offer.name === undefined ? '' : `${printable(offer.name)}, `;
  const kind = text ? '' : ', no text, not shown';
  const cut = error === undefined ? '' : `, then it was cut: ${printable(error)}`;
  return `${style.strong(who.name ?? shortId(who.id))}: ${what}${bytesText(bytes)}${kind}${cut}`;
}

type Line = (word: string, text: string) => string[];

function askingLines(event: EventOf<'request'>, line: Line, options: LineOptions): readonly string[] {
  const { style } = options;
  const colon = event.received === 0 ? '' : ':';
  return [
    ...line('asks', whoText(event, style)),
    `${INDENT}to send you ${offeredText(event.offer)}${colon}`,
    ...previewLines(event).map((text) => `${INDENT}  ${text}`),
    ...(options.isAsking ? [] : [`${INDENT}accept with:`, acceptCommand(event, options)]),
  ];
}

function previewLines({ preview, received }: EventOf<'request'>): readonly string[] {
  if (preview === null) return [`${bytesText(received)} so far, no text`];
  const lines = preview.trimEnd().split('\n');
  const shown = lines.slice(0, PREVIEW_LINES).map((text) => cutText(printable(text.trimEnd())));
  return lines.length > PREVIEW_LINES ? [...shown, '…'] : shown;
}

/** One line, that a script can look for. */
function plainRequest(event: EventOf<'request'>, time: string, options: LineOptions): string {
  const { id, offer, preview, received } = event;
  const text = preview === null ? `${bytesText(received)}, no text` : cutText(printable(preview.trimEnd()));
  const shown = received === 0 ? '' : `: ${text}`;
  const asks = `${id} asks to send you ${offeredText(offer)}${shown}`;
  return `${time}  ${'asks'.padEnd(WORD_COLUMNS)}${asks} — accept with: ${acceptCommand(event, options)}`;
}

function offeredText({ name, bytes }: Offered): string {
  const facts = [
    ...(name === undefined ? [] : [printable(name)]),
    ...(bytes === undefined ? [] : [bytesText(bytes)]),
  ];
  return facts.length === 0 ? 'something' : `something (${facts.join(', ')})`;
}

function acceptCommand({ id }: Who, { profile }: LineOptions): string {
  const as = profile === DEFAULT_PROFILE ? '' : ` --as ${profile}`;
  return `open-rooms contacts accept ${id}${as}`;
}

function cutText(text: string, most = PREVIEW_CHARS): string {
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most).join('')}…`;
}
