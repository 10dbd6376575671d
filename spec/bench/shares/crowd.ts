import { Client, createIdentity, type Share, type Watching } from '@open-rooms/client';
import { nodeRuntime } from '@open-rooms/client/node';
import { writeAddresses } from '@open-rooms/protocol';
import { NETWORK_KEY } from '../peers/join.ts';
import type { RoomTarget } from '../targets/room-target.ts';

/** What programs say that they decode: they decode nothing, and take whatever is shared. */
const ALL = ['av1', 'h264', 'vp9', 'vp8', 'opus', 'aac'] as const;

/** Bytes of pictures and sound that came to a crowd, by where they came from. */
export interface Sources {
  readonly sharer: number;
  readonly peers: number;
  /** From whomever, through the room. */
  readonly room: number;
}

/** Programs that watch a share and look at nothing. Each forwards to others, as pages do. */
export class Crowd implements AsyncDisposable {
  readonly #sharer: string;
  readonly #clients: Client[] = [];
  readonly #came = { sharer: 0, peers: 0, room: 0 };

  constructor(sharer: string) {
    this.#sharer = sharer;
  }

  get size(): number {
    return this.#clients.length;
  }

  /** What came until now. */
  get came(): Sources {
    return { ...this.#came };
  }

  /** One more, who has been given a picture. */
  async join({ host, port, id }: RoomTarget): Promise<void> {
    const client = await Client.open({
      ...{ identity: createIdentity(nodeRuntime.crypto), runtime: nodeRuntime, networkKey: NETWORK_KEY },
      links: () => import('@open-rooms/client/links'),
    });
    this.#clients.push(client);
    const room = await client.join(writeAddresses([{ transport: 'net', host, port, key: id }]));
    const there = Promise.withResolvers<Share>();
    const look = (share: Share) => there.resolve(share);
    using following = client.stage(room).watch({ joined: look, left: () => undefined });
    following.snapshot.forEach(look);
    await this.#watch(await (await there.promise).watch({ decodes: ALL }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#clients.map((client) => client[Symbol.asyncDispose]()));
  }

  /** Resolves with the first picture. */
  #watch(watching: Watching): Promise<void> {
    const given = Promise.withResolvers<void>();
    watching.onPiece((piece) => {
      const source = watching.source.peek();
      const from = source?.through === 'room' ? 'room' : source?.parent === this.#sharer ? 'sharer' : 'peers';
      const packets = piece.track === 'video' ? [piece.data] : piece.packets;
      for (const { length } of packets) this.#came[from] += length;
      given.resolve();
    });
    return given.promise;
  }
}
