import type { Clock, FeedId } from '@open-rooms/protocol';
import { PeerStreamError } from '../../peers/peer-stream.ts';
import type { Link, LinkStream } from '../link.ts';
import { MAX_MEASURED_BYTES, MEASURE_BEGIN_MS, MEASURE_LONGEST_MS } from '../link-limits.ts';
import type { Links } from '../links.ts';

/** What a path carries, told by who is at its other end. Its first byte says what is asked for. */
export const MEASURE_PROTOCOL = '/open-rooms/measure/1.0.0';

export const MEASURE = {
  /** Everything that follows is sent back. */
  echo: 0,
  /** What follows is counted; once it has ended, its length is sent, in eight bytes, the highest first. */
  take: 1,
  /** Bytes are sent until the asker says that it is enough. */
  give: 2,
} as const;

/** Written at once. */
export const MEASURE_BLOCK_BYTES = 64 * 1024;

/** Bytes of an amount. */
export const AMOUNT_BYTES = 8;

/** Lets those measure who may send something without asking, one measurement of a link at a time, until disposed. */
export function answerMeasuring(
  links: Pick<Links, 'onStream'>,
  mayMeasure: (id: FeedId) => boolean,
  clock: Clock,
): Disposable {
  const measuring = new Set<Link>();
  return links.onStream(MEASURE_PROTOCOL, (link, stream) => {
    if (!mayMeasure(link.id)) return stream.abort('refused: they let only people measure whom they know');
    if (measuring.has(link)) return stream.abort('refused: one measurement at a time');
    measuring.add(link);
    void answer(stream, clock).finally(() => measuring.delete(link));
  });
}

async function answer(stream: LinkStream, clock: Clock): Promise<void> {
  try {
    using _longest = cutAfter(MEASURE_LONGEST_MS, stream, clock);
    const asked = await first(stream, clock);
    if (asked === MEASURE.echo) await echo(stream);
    else if (asked === MEASURE.take) await count(stream);
    else if (asked === MEASURE.give) await give(stream);
    else return stream.abort('refused: there is no such measurement');
    await stream.end();
    await stream.closed;
  } catch (error) {
    if (!(error instanceof PeerStreamError)) throw error;
  }
}

/** Ends a measurement that comes to no end, unless disposed. */
export function cutAfter(ms: number, stream: LinkStream, clock: Clock): Disposable {
  return clock.after(ms, () => stream.abort(`silent: the measurement did not go on for ${ms / 1000} s`));
}

async function first(stream: LinkStream, clock: Clock): Promise<number | undefined> {
  using _deadline = cutAfter(MEASURE_BEGIN_MS, stream, clock);
  const [asked] = await stream.take(1);
  return asked;
}

async function echo(stream: LinkStream): Promise<void> {
  for await (const bytes of bounded(stream)) await stream.write(bytes);
}

async function count(stream: LinkStream): Promise<void> {
  let counted = 0;
  for await (const bytes of bounded(stream)) counted += bytes.length;
  const amount = new Uint8Array(AMOUNT_BYTES);
  new DataView(amount.buffer).setBigUint64(0, BigInt(counted));
  await stream.write(amount);
}

async function give(stream: LinkStream): Promise<void> {
  const block = new Uint8Array(MEASURE_BLOCK_BYTES);
  for (let given = 0; given < MAX_MEASURED_BYTES && !stream.isFinished; given += block.length)
    await stream.write(block);
}

async function* bounded(stream: LinkStream): AsyncGenerator<Uint8Array> {
  let left = MAX_MEASURED_BYTES + MEASURE_BLOCK_BYTES;
  for await (const bytes of stream) {
    left -= bytes.length;
    if (left < 0) return stream.abort('refused: a measurement is not so long');
    yield bytes;
  }
}
