import type { Client, OwnShare, ViewerFacts } from '@open-rooms/client';
import { type FileSource, nodeRuntime, openFileSource } from '@open-rooms/client/node';
import { EXIT } from '../failure.ts';
import type { Terminal } from '../terminal.ts';
import { attend, type Being } from './attend.ts';
import type { Tell } from './events.ts';
import { roomName } from './names.ts';
import type { ShareWish } from './peer-wish.ts';
import type { WatchedBy } from './share-events.ts';
import { whoIs } from './watch-room.ts';

/** How often those who watch are told, where nothing changes but how far behind they are. */
const VIEWERS_TOLD_MS = 10_000;

/**
 * Shares a file in a room, in real time, until its end or a signal.
 *
 * @returns the exit code.
 */
export async function share(wish: ShareWish, terminal: Terminal): Promise<number> {
  // A file that cannot be shared is told before anybody is met.
  const source = await openFileSource(wish.share, { loop: wish.loop });
  try {
    return await attend(wish, terminal, (being) => sharing(source, wish, being));
  } finally {
    source.stop();
  }
}

async function sharing(source: FileSource, { fanOut, loop }: ShareWish, being: Being): Promise<number> {
  const { client, room, tell, stop } = being;
  const own = await client.stage(room).share(source, fanOut === undefined ? {} : { fanOut });
  const [codec = own.rate.peek().codec] = source.codecs;
  tell({
    ...{ event: 'share-begun', share: own.id, room: room.id, in: roomName(room), file: source.name },
    ...{ codec, ...source.size, sound: source.hasAudio },
    ...(source.unheard !== undefined && { unheard: source.unheard }),
  });
  if (!loop) holdForFirst(own, tell);
  const ended = Promise.withResolvers<'file-over'>();
  using told = new DisposableStack();
  told.defer(
    own.state.subscribe((state) => {
      if (state === 'ended') ended.resolve('file-over');
    }),
  );
  told.defer(tellViewers(own, client, tell));
  const why = await Promise.race([ended.promise, stop.asked.then(() => 'left' as const)]);
  own.stop();
  await own.told;
  const error = own.fault;
  tell({ event: 'share-ended', share: own.id, why, ...(error !== undefined && { error }) });
  return error === undefined ? EXIT.done : EXIT.fault;
}

/** A file that is shown once begins when somebody is there to see it. */
function holdForFirst(own: OwnShare, tell: Tell): void {
  own.pause();
  tell({ event: 'waits', why: 'no-viewer' });
  const stop = own.viewers.subscribe((viewers) => {
    if (viewers.length === 0) return;
    queueMicrotask(() => {
      stop();
      own.resume();
    });
  });
}

/** Tells who watches, when that changes, and now and then. Answers what ends it. */
function tellViewers(own: OwnShare, client: Client, tell: Tell): () => void {
  let told = '[]';
  let toldAt = nodeRuntime.clock.now();
  const look = () => {
    const viewers = own.viewers.peek();
    // It is over, and everybody gone at once: no news.
    if (own.state.peek() === 'ended') return;
    // How far behind somebody is changes all the time.
    const news = JSON.stringify(
      viewers.map(({ id, from, through, behindMs }) => [id, from, through, behindMs !== undefined]),
    );
    const now = nodeRuntime.clock.now();
    if (news === told && (viewers.length === 0 || now - toldAt < VIEWERS_TOLD_MS)) return;
    told = news;
    toldAt = now;
    tell({ event: 'viewers', share: own.id, viewers: viewers.map((viewer) => watchedBy(viewer, client)) });
  };
  return own.viewers.subscribe(() => queueMicrotask(look));
}

function watchedBy({ id, behindMs, fps, from, through, isFedHere }: ViewerFacts, client: Client): WatchedBy {
  return {
    ...whoIs(client, id),
    ...{ behindMs: behindMs ?? null, fps, fedHere: isFedHere },
    ...(from !== undefined && { from }),
    ...(through !== undefined && { through }),
  };
}
