import {
  type Chunk,
  ChunkWriter,
  type Family,
  type FeedId,
  GroupCache,
  type MediaPiece,
  newShareId,
  type Position,
  type SharerMessage,
  signTicket,
  toBase64,
  type VideoPiece,
  type ViewerMessage,
} from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import type { VirtualClock } from '@open-rooms/protocol/testing';
import { JoinError } from '../connection/join-error.ts';
import type { Room } from '../connection/room.ts';
import { createIdentity } from '../identity/identity.ts';
import { Feeding } from '../shares/feeding/feeding.ts';
import { type ChildTaking, takeChildren } from '../shares/feeding/take-children.ts';
import type { Reach } from '../shares/reach/reach.ts';
import type { SharedHere } from '../shares/shared-here.ts';
import { sharerLine, WATCH_PROTOCOL, type WatchLine } from '../shares/watch-line.ts';
import { Watching, type WatchingParts } from '../shares/watching/watching.ts';
import { MemoryLinks } from './memory-links.ts';

type Line = WatchLine<ViewerMessage, SharerMessage>;

/** Somebody who shares, by hand: a test says what viewers are told, and by whom they are fed. */
export class SharedWorld {
  readonly clock: VirtualClock;
  readonly links = new MemoryLinks();
  readonly sharer = createIdentity(sodium);
  readonly share: SharedHere;
  readonly cache = new GroupCache();
  readonly feeding: Feeding;
  readonly writer: ChunkWriter;
  /** Who is in the room; whether it is there at all. */
  readonly there = new Set<FeedId>();
  isRoomOpen = true;
  /** All that viewers have said, and the stream over which each speaks now. */
  readonly heard: { readonly from: FeedId; readonly message: ViewerMessage }[] = [];
  readonly lines = new Map<FeedId, Line>();
  /** What was given out. */
  readonly pieces: MediaPiece[] = [];
  secret = { epoch: 1, key: new Uint8Array(32).fill(1) };
  #number = 0;

  constructor(clock: VirtualClock) {
    this.clock = clock;
    const { sharer, cache } = this;
    const id = newShareId(sodium.randomBytes(16));
    this.share = { id, by: sharer.id, room: this.#room(), since: 0, isOwn: false };
    this.there.add(sharer.id);
    this.writer = new ChunkWriter({ crypto: sodium, share: id, secretKey: sharer.secretKey });
    this.feeding = new Feeding({
      ...{ clock, crypto: sodium, own: sharer.id, share: id, sharer: sharer.id, cache, capacity: () => 9 },
    });
    this.serve(sharer.id, () => this.feeding);
    this.links.of(sharer.id).onStream(WATCH_PROTOCOL, ({ id: from }, stream) => {
      const line = sharerLine(stream);
      this.lines.set(from, line);
      line.onMessage((message) => this.heard.push({ from, message }));
    });
  }

  /** Somebody watches. */
  watch(options: Partial<WatchingParts['options']> = {}): {
    readonly id: FeedId;
    readonly watching: Watching;
  } {
    const { id } = createIdentity(sodium);
    this.there.add(id);
    const decodes: Family[] = ['av1', 'opus'];
    // Their children come there; they go to others over the same channels.
    let feeding: Feeding | undefined;
    const { channels } = this.serve(id, () => feeding);
    const watching = new Watching({
      ...{ share: this.share, own: id, clock: this.clock, crypto: sodium, reach: this.#reach(id), channels },
      options: { decodes, ...options },
    });
    feeding = watching.feeding;
    return { id, watching };
  }

  /** Children of somebody come there. */
  serve(id: FeedId, feedingOf: () => Feeding | undefined): ChildTaking {
    return takeChildren({ clock: this.clock, links: this.links.of(id), feedingOf });
  }

  say(to: FeedId, ...messages: readonly SharerMessage[]): void {
    for (const message of messages) this.lines.get(to)?.send(message);
  }

  /** Lets somebody in, with the key. */
  welcome(to: FeedId): void {
    const room = this.share.room.id;
    this.say(to, { type: 'welcome', kind: 'screen', hasAudio: false, room, codec: 'av1' });
    this.giveKey(to);
  }

  giveKey(to: FeedId): void {
    const { epoch, key } = this.secret;
    this.say(to, { type: 'key', epoch, key: toBase64(key), removed: [] });
  }

  /** Says who feeds somebody, and who would. */
  place(child: FeedId, parent?: FeedId, backup?: FeedId): void {
    const number = ++this.#number;
    const { id: share } = this.share;
    const feeder = (who: FeedId) => ({
      id: who,
      ticket: signTicket(sodium, this.sharer.secretKey, {
        ...{ share, sharer: this.sharer.id, parent: who, child, number },
      }),
    });
    this.say(child, {
      ...{ type: 'place', number },
      ...(parent === undefined ? {} : { parent: feeder(parent) }),
      ...(backup === undefined ? {} : { backup: feeder(backup) }),
    });
  }

  /** Tells everybody how new the newest is. */
  beat(state: 'live' | 'paused' = 'live', newest: Position | undefined = this.cache.newestForAll): void {
    const at = this.clock.now();
    for (const line of this.lines.values())
      line.send({
        type: 'beat',
        watching: this.lines.size,
        state,
        at,
        ...(newest === undefined ? {} : { newest }),
      });
  }

  /** Makes a frame, and gives it to the sharer's children. */
  give(isKey = false, layer = 0): VideoPiece {
    const data = sodium.randomBytes(64);
    const timestamp = this.clock.now() * 1_000;
    const piece: VideoPiece = {
      ...{ track: 'video', isKey, layer, timestamp, data },
      ...(isKey ? { config: { codec: 'av1', width: 320, height: 180 } } : {}),
    };
    const chunk = this.chunk(piece);
    this.cache.push(chunk);
    this.feeding.push(chunk);
    return piece;
  }

  /** Makes a chunk, and gives it to nobody. */
  chunk(piece: MediaPiece): Chunk {
    this.pieces.push(piece);
    const chunk = this.writer.write(piece, this.secret);
    if (chunk === undefined) throw new Error('A keyframe has to come first.');
    return chunk;
  }

  /** What somebody has said of a kind. */
  said<Type extends ViewerMessage['type']>(
    from: FeedId,
    type: Type,
  ): Extract<ViewerMessage, { type: Type }>[] {
    return this.heard.flatMap(({ from: who, message }) =>
      who === from && isOf(message, type) ? [message] : [],
    );
  }

  /** Lets time pass, and what happens meanwhile be told. */
  async pass(ms: number, stepMs = 50): Promise<void> {
    for (let left = ms; left > 0; left -= stepMs) {
      await settled();
      this.clock.advance(Math.min(stepMs, left));
    }
    await settled();
  }

  #reach(own: FeedId): Pick<Reach, 'hold'> {
    return {
      hold: (_room, id) => ({
        id,
        link: async () => {
          const link = this.links.of(own).to(id);
          if (link === undefined) throw new JoinError('not-online', `There is no link to ${id}.`);
          return link;
        },
        [Symbol.dispose]: () => undefined,
      }),
    };
  }

  #room(): Room {
    const world = this;
    const room = {
      id: createIdentity(sodium).id,
      get state() {
        return world.isRoomOpen ? 'open' : 'waiting';
      },
      isListed: true,
      attendants: { has: (id: FeedId) => world.there.has(id) },
    };
    return room as unknown as Room;
  }
}

function isOf<Type extends ViewerMessage['type']>(
  message: ViewerMessage,
  type: Type,
): message is Extract<ViewerMessage, { type: Type }> {
  return message.type === type;
}

/** What goes through memory comes in a few turns. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 12; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
}
