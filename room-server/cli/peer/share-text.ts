import type { Through } from '@open-rooms/client';
import type { VideoFamily } from '@open-rooms/protocol';
import { printable } from '../../observe/printable.ts';
import { bytesText, secondsText } from './amounts.ts';
import { shortId } from './names.ts';
import type { ShareEvent, WaitWhy, WatchedBy } from './share-events.ts';
import type { Who } from './who.ts';

/** What a person is told of a share, in one line. Nothing in it moves a cursor. */
export function shareText(event: ShareEvent): string {
  switch (event.event) {
    case 'share-begun':
      return begunText(event);
    case 'viewers':
      return viewersText(event.viewers);
    case 'share-ended':
      return event.error === undefined ? END_WORDS[event.why] : `it is over: ${printable(event.error)}`;
    case 'watches':
      return `you watch what ${called(event)} shares in ${event.in}`;
    case 'waits':
      return WAIT_WORDS[event.why];
    case 'picture':
      return pictureText(event);
    case 'saves':
      return `saved to ${printable(event.file)}${event.why === undefined ? '' : `, since ${WHY_WORDS[event.why]}`}`;
    case 'saved':
      return `${printable(event.file)} is whole: ${secondsText(event.seconds)}, ${bytesText(event.bytes)}`;
  }
}

/** The way that a picture comes, behind who feeds it. */
const THROUGH_WORDS: Readonly<Record<Through, string>> = {
  direct: 'directly',
  relayed: 'over a relay',
  room: 'through the room',
  media: 'directly',
};

const CODEC_WORDS: Readonly<Record<VideoFamily, string>> = {
  ...{ av1: 'AV1', h264: 'H.264', vp9: 'VP9', vp8: 'VP8' },
};

const WAIT_WORDS: Readonly<Record<WaitWhy, string>> = {
  'no-share': 'nobody shares anything here yet; waiting for whoever comes first',
  'no-viewer': 'the file begins when somebody watches',
  'no-place': 'waiting: as many watch as can be fed',
  'no-path': 'waiting: no way there is found, and looked for on',
  paused: 'paused by whoever shares it',
  reconnecting: 'waiting: the way there is lost, and looked for on',
};

const END_WORDS = {
  stopped: 'it is over',
  removed: 'whoever shares it has taken you out of it',
  gone: 'it is over: whoever shared it is gone',
  'file-over': 'the file is over',
  left: 'stopped',
} as const;

const WHY_WORDS = {
  size: 'the picture has another size',
  codec: 'the picture is encoded in another way',
  sound: 'the sound is another',
  time: 'its time began again',
} as const;

type EventOf<Name extends ShareEvent['event']> = Extract<ShareEvent, { readonly event: Name }>;

function begunText({ file, codec, width, height, sound, unheard, ...event }: EventOf<'share-begun'>): string {
  const without =
    unheard === undefined ? 'without sound' : `without its sound, which is ${printable(unheard)}`;
  const facts = `${CODEC_WORDS[codec]}, ${width}x${height}, ${sound ? 'with sound' : without}`;
  return `you share ${printable(file)} in ${event.in} (${facts})`;
}

function viewersText(viewers: readonly WatchedBy[]): string {
  if (viewers.length === 0) return 'nobody watches';
  const late = viewers.flatMap(({ behindMs }) => behindMs ?? []).sort((a, b) => a - b);
  const middle = late[late.length >> 1];
  const behind = middle === undefined ? '' : `, ${Math.round(middle)} ms behind`;
  const ways = viewers.map((viewer) => `${called(viewer)} ${wayTo(viewer, viewers)}`);
  return `${viewers.length} ${viewers.length === 1 ? 'watches' : 'watch'}${behind}: ${ways.join(', ')}`;
}

function wayTo({ from, through, fedHere }: WatchedBy, viewers: readonly WatchedBy[]): string {
  if (from === undefined || through === undefined) return 'waits';
  if (fedHere) return THROUGH_WORDS[through];
  return `through ${called(viewers.find(({ id }) => id === from) ?? { id: from })}`;
}

function pictureText({ width, height, fps, from, through, fromSharer }: EventOf<'picture'>): string {
  const room = through === 'room' ? ' and the room' : '';
  const way = fromSharer ? THROUGH_WORDS[through] : `through ${called(from)}${room}`;
  return `${width}x${height}, ${Math.round(fps)} fps, ${way}`;
}

function called({ id, name }: Who): string {
  return name ?? shortId(id);
}
