import { Client, createIdentity, type Link } from '../../../client/index.ts';
import { openBrowserRuntime } from '../../../client/web/index.ts';
import type { FeedId } from '../../../protocol/index.ts';
import { becomes, ECHO, echo } from '../../conformance/links/echo.ts';
import { WatchedLinks } from '../../conformance/links/watched-links.ts';

const runtime = await openBrowserRuntime();
const beneath = new WatchedLinks(() => import('../../../client/links/index.ts'));
const client = await Client.open({
  ...{ identity: createIdentity(runtime.crypto), runtime, links: beneath.load },
});
client.links.onStream(ECHO, (_link, stream) => void echo(stream));

export function id(): FeedId {
  return client.id;
}

/** Follows somebody: whom one knows may be dialled by more often than a stranger. */
export async function follow(other: FeedId): Promise<void> {
  await client.contacts.follow(other);
}

export async function join(address: string): Promise<void> {
  await client.join(address);
}

/** Opens a tunnel to somebody, once they are on the room's list. */
export async function connect(other: FeedId): Promise<void> {
  const [room] = client.rooms.snapshot();
  const there = Promise.withResolvers<void>();
  const look = (who: FeedId) => who === other && there.resolve();
  using watching = room?.attendants.watch({ joined: look, left: () => undefined });
  watching?.snapshot.forEach(look);
  await there.promise;
  await client.connect(other);
}

/** Resolves once streams to somebody go this way; answers the milliseconds that it took. */
export async function goes(other: FeedId, kind: string): Promise<number> {
  const from = performance.now();
  const link = await linkTo(other);
  await becomes(link, () => link.path.peek()?.kind === kind);
  return performance.now() - from;
}

/** Resolves once the link to somebody has ended; answers the milliseconds that it took. */
export async function ended(other: FeedId): Promise<number> {
  const from = performance.now();
  const link = client.link(other);
  if (link !== undefined) await becomes(link, () => link.state.peek() === 'ended');
  return performance.now() - from;
}

/** What comes back of a text, and whether it went through the room. */
export async function say(
  other: FeedId,
  text: string,
  throughRoom: 'never' | 'also' | 'only',
): Promise<unknown> {
  const stream = await (await linkTo(other)).open(ECHO, { throughRoom });
  await stream.write(new TextEncoder().encode(text));
  await stream.end();
  let back = '';
  for await (const bytes of stream) back += new TextDecoder().decode(bytes);
  await stream.closed;
  return [back, stream.isThroughRoom];
}

/** Sends so many bytes to somebody who sends them back; answers how many came in order. */
export async function sendAndCount(other: FeedId, length: number): Promise<number> {
  const stream = await (await linkTo(other)).open(ECHO, { throughRoom: 'never' });
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

/** Ends the direct connection, so that it is dialled again; resolves once the next is there, with what that took. */
export async function dialAgain(other: FeedId): Promise<number> {
  const link = await linkTo(other);
  const line = beneath.direct.at(-1);
  const lost = becomes(link, () => link.path.peek()?.kind !== 'direct');
  const from = performance.now();
  line?.abort('the test dials again');
  await lost;
  await becomes(link, () => link.path.peek()?.kind === 'direct');
  return performance.now() - from;
}

/** Dials of direct connections from here, and why some came to nothing. */
export function dials(): { count: number; failures: string[] } {
  return { count: beneath.dials, failures: beneath.failures };
}

/** How many links there are. */
export function size(): number {
  return client.links.size;
}

export async function leave(): Promise<void> {
  await client[Symbol.asyncDispose]();
}

const PIECE = 64 * 1024;

/** No window or frame on the way has a length that this repeats after. */
function byteAt(place: number): number {
  return (place % 65_521) & 255;
}

async function linkTo(other: FeedId): Promise<Link> {
  const met = Promise.withResolvers<Link>();
  const look = (link: Link) => {
    if (link.id === other) met.resolve(link);
  };
  using watching = client.links.watch({ joined: look, left: () => undefined });
  watching.snapshot.forEach(look);
  return await met.promise;
}
