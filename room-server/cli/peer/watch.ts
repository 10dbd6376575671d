import type { Client, Share, Stage, Watching } from '@open-rooms/client';
import {
  nodeRuntime,
  openRecorder,
  type Recorder,
  type RecorderEvents,
  recordableFamilies,
} from '@open-rooms/client/node';
import { type Family, type FeedId, Refused } from '@open-rooms/protocol';
import { EXIT } from '../failure.ts';
import type { Terminal } from '../terminal.ts';
import { attend, type Being } from './attend.ts';
import type { Tell } from './events.ts';
import { roomName } from './names.ts';
import type { WatchWish } from './peer-wish.ts';
import { refusedWatching } from './refused-watching.ts';
import type { ShareEnd } from './share-events.ts';
import type { Stopping } from './stopping.ts';
import { whoIs } from './watch-room.ts';

/** How often what is seen is told, where nothing changes but how many frames a second it is. */
const PICTURE_TOLD_MS = 10_000;

/** Nothing is decoded here: whatever it is, it can be taken and passed on. */
const ALL: readonly Family[] = ['av1', 'h264', 'vp9', 'vp8', 'opus', 'aac'];

/**
 * Watches what is shared in a room, and saves it where that is wished, until it ends or a signal.
 *
 * @returns the exit code.
 */
export async function watch(wish: WatchWish, terminal: Terminal): Promise<number> {
  let tell: Tell = () => undefined;
  let expectsSound = () => false;
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => undefined);
  const events: RecorderEvents = {
    onFile: (file, why) => tell({ event: 'saves', file, ...(why !== undefined && { why }) }),
    onSaved: ({ path: file, bytes, seconds }) => tell({ event: 'saved', file, bytes, seconds }),
    onFailed: failed.reject,
    expectsSound: () => expectsSound(),
  };
  // A file that cannot be written is told before anybody is met.
  const recorder = wish.save === undefined ? undefined : await openRecorder(wish.save, events);
  const onJoined = ({ welcome }: Watching) => {
    expectsSound = () => welcome.peek()?.hasAudio === true;
  };
  return attend(wish, terminal, (being) => {
    tell = being.tell;
    return watchingOne(wish, being, { recorder, failed: failed.promise, onJoined });
  });
}

interface Saving {
  readonly recorder: Recorder | undefined;
  /** Rejects with what keeps it from being saved. */
  readonly failed: Promise<never>;
  /** Called with what is watched, before anything of it comes. */
  readonly onJoined: (watching: Watching) => void;
}

async function watchingOne(wish: WatchWish, being: Being, saving: Saving): Promise<number> {
  const { client, room, tell, stop } = being;
  const { recorder, failed } = saving;
  const from =
    wish.from === undefined ? undefined : (await client.resolve(wish.from, { signal: stop.signal })).id;
  const share = await firstShare(client.stage(room), from, { tell, stop });
  if (share === undefined) return EXIT.done;
  tell({ event: 'watches', share: share.id, room: room.id, in: roomName(room), ...whoIs(client, share.by) });
  const decodes = wish.save === undefined ? ALL : recordableFamilies(wish.save);
  const watching = await share.watch({ decodes, ...(wish.fanOut !== undefined && { fanOut: wish.fanOut }) });
  saving.onJoined(watching);
  using _pieces = watching.onPiece((piece) => {
    recorder?.take(piece);
    // What has arrived is as good as seen: nothing is drawn here.
    if (piece.track === 'video') watching.shown(piece.timestamp);
  });
  using _told = tellPicture(watching, client, tell);
  try {
    await Promise.race([watching.over, stop.asked, failed]);
  } finally {
    watching.stop();
    await recorder?.finish();
  }
  return ended(watching, { tell, decodes, save: wish.save });
}

/** The first share of somebody else, or of that person, waited for; `undefined` where it is to stop before. */
async function firstShare(
  stage: Stage,
  from: FeedId | undefined,
  { tell, stop }: { readonly tell: Tell; readonly stop: Stopping },
): Promise<Share | undefined> {
  const found = Promise.withResolvers<Share>();
  const isWanted = ({ isOwn, by }: Share) => !isOwn && (from === undefined || by === from);
  const joined = (share: Share) => {
    if (isWanted(share)) found.resolve(share);
  };
  using shares = stage.watch({ joined, left: () => undefined });
  const first = shares.snapshot.find(isWanted);
  if (first !== undefined) return first;
  tell({ event: 'waits', why: 'no-share' });
  return await Promise.race([found.promise, stop.asked.then(() => undefined)]);
}

/** Tells what is seen and who feeds it, when that changes, and now and then. */
function tellPicture(watching: Watching, client: Client, tell: Tell): Disposable {
  const { share } = watching;
  let told: string | undefined;
  let toldAt = 0;
  const look = () => {
    const { width, height, fps } = watching.facts.peek();
    const source = watching.source.peek();
    if (watching.state.peek().kind !== 'watching' || source === undefined || width === 0) return;
    const { parent, through } = source;
    const news = JSON.stringify([width, height, parent, through, fps > 0]);
    const now = nodeRuntime.clock.now();
    if (news === told && now - toldAt < PICTURE_TOLD_MS) return;
    told = news;
    toldAt = now;
    const facts = { width, height, fps, from: whoIs(client, parent), through };
    tell({ event: 'picture', share: share.id, ...facts, fromSharer: parent === share.by });
  };
  using watched = new DisposableStack();
  watched.defer(watching.facts.subscribe(look));
  watched.defer(watching.source.subscribe(look));
  watched.defer(
    watching.state.subscribe((state) => {
      if (state.kind === 'waiting') tell({ event: 'waits', why: state.why });
      // What is seen after a wait is news.
      if (state.kind !== 'watching') told = undefined;
      look();
    }),
  );
  return watched.move();
}

interface EndParts {
  readonly tell: Tell;
  readonly decodes: readonly Family[];
  readonly save: string | undefined;
}

/** @throws Refused where it was not let in, or was taken out */
function ended({ share, state: { value: state }, welcome }: Watching, parts: EndParts): number {
  const { tell, decodes, save } = parts;
  // It ended while whoever shares it could not be heard, and was asked for again.
  const isOver = state.kind === 'refused' && state.why === 'over' && welcome.value !== undefined;
  if (state.kind === 'refused' && !isOver) throw refusedWatching(state, decodes, save);
  const why: ShareEnd = state.kind === 'ended' ? state.why : isOver ? 'stopped' : 'left';
  tell({ event: 'share-ended', share: share.id, why });
  if (why === 'removed') throw new Refused('not-allowed', 'Whoever shares it has taken you out of it.');
  return EXIT.done;
}
