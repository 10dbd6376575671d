import assert from 'node:assert/strict';
import type { Client, ClientOptions, OwnShare, Room, Share, Watching } from '@open-rooms/client';
import { nodeRuntime } from '@open-rooms/client/node';
import type { MediaPiece } from '@open-rooms/protocol';
import { TestSource, type TestSourceOptions } from '../../../client/testing/test-source.ts';
import { until } from '../../hostile/deadline.ts';
import { first } from '../client/person.ts';
import { linker } from '../links/linking.ts';

/** Between two frames of a source that runs. */
const FRAME_MS = 50;

/** Pictures of random bytes, twenty a second. */
export function pictures(options: TestSourceOptions = {}): TestSource {
  return new TestSource(nodeRuntime.clock, options);
}

/** Somebody who shares in a room, from now on. */
export async function shares(
  place: { readonly address: string },
  source: TestSource,
  options: Parameters<ReturnType<Client['stage']>['share']>[1] = {},
): Promise<{ client: Client; room: Room; share: OwnShare } & AsyncDisposable> {
  const client = await linker();
  const room = await client.join(place.address);
  const share = await client.stage(room).share(source, options);
  source.run(FRAME_MS);
  const end = async () => {
    source.stop();
    await client[Symbol.asyncDispose]();
  };
  return { client, room, share, [Symbol.asyncDispose]: end };
}

/** Somebody who watches, and what they have seen. */
export class Viewer implements AsyncDisposable {
  readonly client: Client;
  readonly share: Share;
  readonly watching: Watching;
  readonly seen: MediaPiece[] = [];

  private constructor(client: Client, share: Share, watching: Watching) {
    this.client = client;
    this.share = share;
    this.watching = watching;
    watching.onPiece((piece) => this.seen.push(piece));
  }

  /** Comes into a room, where somebody shares, and watches it. */
  static async comes(
    place: { readonly address: string },
    by: string,
    {
      identity,
      ...options
    }: Partial<Parameters<Share['watch']>[0]> & Partial<Pick<ClientOptions, 'identity'>> = {},
  ): Promise<Viewer> {
    const client = await linker(identity === undefined ? {} : { identity });
    const room = await client.join(place.address);
    const share = await first('a share', client.stage(room), (listed) => listed.by === by);
    return new Viewer(client, share, await share.watch({ decodes: ['av1', 'h264'], ...options }));
  }

  get id(): Client['id'] {
    return this.client.id;
  }

  /** Who feeds it now. */
  get parent(): string | undefined {
    return this.watching.source.peek()?.parent;
  }

  /** Resolves once so many pieces more were seen. */
  async sees(more = 5): Promise<void> {
    const enough = this.seen.length + more;
    try {
      await until(`${this.id} to see more`, () => this.seen.length >= enough);
    } catch (cause) {
      throw new Error(`It is ${JSON.stringify(this.watching.state.peek())}.`, { cause });
    }
  }

  async becomes(kind: ReturnType<Watching['state']['peek']>['kind']): Promise<void> {
    await until(`the share to be ${kind}`, () => this.watching.state.peek().kind === kind);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.client[Symbol.asyncDispose]();
  }
}

/** What somebody saw is what the source gave out, byte for byte and in its order, from a keyframe on. */
export function assertIsSeen({ seen }: Viewer, source: TestSource): void {
  const given = new Map(source.pieces.map((piece, index) => [piece.timestamp, index]));
  const [begin] = seen;
  assert.ok(begin?.track === 'video' && begin.isKey);
  let last = -1;
  for (const piece of seen) {
    const index = given.get(piece.timestamp) ?? -1;
    assert.ok(index > last, 'in order, and none twice');
    assert.deepEqual(piece, source.pieces[index]);
    last = index;
  }
}
