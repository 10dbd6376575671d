import { Client, createIdentity, type IncomingPipe, type Room } from '../../../client/index.ts';
import { openBrowserRuntime } from '../../../client/web/index.ts';
import type { FeedId } from '../../../protocol/index.ts';

const runtime = await openBrowserRuntime();
const client = await Client.open({ identity: createIdentity(runtime.crypto), runtime, onPipe: sendBack });
let room: Room | undefined;

/** Gives back what comes, as slowly as it is read. */
function sendBack(pipe: IncomingPipe): void {
  if (!pipe.isAccepted) return;
  const stream = pipe.accept();
  const returned = async () => {
    for await (const bytes of stream) await stream.write(bytes);
    await stream.end();
  };
  returned().catch(() => stream.abort('cut'));
}

export function id(): FeedId {
  return client.id;
}

/** Joins; answers the room's id, name and state, or the fault and its sentence. */
export async function join(destination: string): Promise<unknown> {
  try {
    room = await client.join(destination);
    return [room.id, room.metadata?.name ?? '', room.state];
  } catch (error) {
    const { name, fault, message } = error as { name: string; fault?: string; message: string };
    return { name, fault, message };
  }
}

/** Resolves once somebody is on the room's list, or is not. */
export async function attends(other: FeedId, wanted: boolean): Promise<void> {
  const reached = Promise.withResolvers<void>();
  const look = () => room?.attendants.has(other) === wanted && reached.resolve();
  using _watching = room?.attendants.watch({
    joined: () => queueMicrotask(look),
    left: () => queueMicrotask(look),
  });
  look();
  await reached.promise;
}

/** Resolves once the room is in this state. */
export async function roomIs(state: Room['state']): Promise<void> {
  const reached = Promise.withResolvers<void>();
  const look = () => room?.state === state && reached.resolve();
  using _watching = room?.watch(look);
  look();
  await reached.promise;
}

export async function follow(other: FeedId): Promise<void> {
  await client.follow(other);
}

/** What somebody answers to `peer.echo`. */
export async function echo(other: FeedId, value: string): Promise<unknown> {
  return (await client.connect(other)).remote['peer.echo'](value);
}

/** Sends so many bytes, whose number is their place, to somebody who sends them back; answers how many came in order. */
export async function sendAndCount(other: FeedId, length: number): Promise<number> {
  const stream = (await client.connect(other)).pipe({ name: 'there and back', bytes: length });
  const send = async () => {
    for (let at = 0; at < length; at += PIECE)
      await stream.write(Uint8Array.from({ length: Math.min(PIECE, length - at) }, (_, i) => byteAt(at + i)));
    await stream.end();
  };
  const count = async () => {
    let inOrder = 0;
    for await (const bytes of stream) for (const byte of bytes) if (byte === byteAt(inOrder)) inOrder++;
    return inOrder;
  };
  const [, counted] = await Promise.all([send(), count()]);
  return counted;
}

const PIECE = 64 * 1024;

/** No window or frame on the way has a length that this repeats after. */
function byteAt(place: number): number {
  return (place % 65_521) & 255;
}

export async function leave(): Promise<void> {
  await client[Symbol.asyncDispose]();
}
