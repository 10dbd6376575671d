import { type FeedId, HEAD_BYTES, type Stream } from '@open-rooms/protocol';
import { within } from '../connection/deadline.ts';
import { type Check, shortId } from './check.ts';
import { CheckFailure } from './failure.ts';
import { PROBE_MS } from './limits.ts';
import type { Visitor } from './visitor.ts';

/** What came out of a tunnel at the end that opened it. */
export interface Trace {
  bytes: number;
  /** How it ended: a sentence, `undefined` where it ended well, `null` where it has not. */
  ended: string | undefined | null;
}

/** Whether, and on whose behalf, the room asked the peer at the other end. */
export interface Asked {
  origin: FeedId | undefined;
}

export interface FailedTunnel {
  readonly error: Error;
  readonly trace: Trace;
  readonly asked: Asked;
  readonly first: Visitor;
  readonly second: Visitor;
}

/** What is sent as it is, to see what comes out: four frames. */
const PROBE_BYTES = 16 * 1024;
const PROBE_FRAME_BYTES = 4 * 1024;

/** Listens beside whoever reads a stream. */
export function traced(stream: Stream): Trace {
  const trace: Trace = { bytes: 0, ended: null };
  const { receiver } = stream;
  stream.receiver = {
    onFrame: (frame) => {
      trace.bytes += frame.length - HEAD_BYTES;
      receiver?.onFrame(frame);
    },
    onEnd: (error) => {
      trace.ended = error;
      receiver?.onEnd(error);
    },
    onRoom: () => receiver?.onRoom?.(),
  };
  return trace;
}

/** Why two peers could not talk: by what was seen at both ends, and by what becomes of plain bytes. */
export async function diagnose(failed: FailedTunnel, check: Check): Promise<CheckFailure> {
  const { error, trace, asked, first } = failed;
  const { origin } = asked;
  const failure = (...[code, sentence]: ConstructorParameters<typeof CheckFailure>) =>
    new CheckFailure(code, sentence, { cause: error });
  if (origin !== undefined && origin !== first.id) {
    const sentence = `The room says that ${shortId(origin)} opens a tunnel, and it was ${shortId(first.id)}.`;
    return failure('tunnels-wrong-peer', sentence);
  }
  if (origin !== undefined) {
    const found = await probe(failed, check);
    return (
      found ?? failure('tunnels-broken', `Two peers cannot prove their keys to each other: ${error.message}`)
    );
  }
  if (trace.bytes > 0)
    return failure(
      'tunnels-wrong-peer',
      'A tunnel leads to another peer than the one it was asked for: that one was never asked, and somebody answered.',
    );
  if (typeof trace.ended === 'string')
    return failure(
      'tunnels-refused',
      `The room opens no tunnel to a peer that is there: it answers "${trace.ended}".`,
    );
  if (trace.ended === undefined)
    return failure(
      'tunnels-refused',
      'The room ends a tunnel without a word, and never asks the peer at its end.',
    );
  return failure(
    'tunnels-silent',
    'The room takes tunnel.connect, and never asks the peer that it should lead to.',
  );
}

/** Sends plain bytes both ways. Answers nothing where they come out as they went in. */
async function probe({ first, second }: FailedTunnel, check: Check): Promise<CheckFailure | undefined> {
  const { runtime, signal } = check;
  const sent = runtime.crypto.randomBytes(PROBE_BYTES);
  const there = Promise.withResolvers<{ readonly far: Stream; readonly forth: Collected }>();
  second.onTunnel = (far) => there.resolve({ far, forth: collected(far, sent.length) });
  const room = first.connection.room;
  const near = first.connection.remote['tunnel.connect']({ portal: room, target: second.id });
  const back = collected(near, sent.length);
  try {
    const error = () => new CheckFailure('tunnels-silent', 'The room asks for a tunnel once, and not again.');
    send(near, sent);
    const options = { clock: runtime.clock, ms: PROBE_MS, signal, error };
    const { far, forth } = await within(options, () => there.promise);
    const lost = difference(sent, await inTimeOrSo(forth, check), 'from the peer that opened it');
    if (lost !== undefined) return lost;
    send(far, sent);
    return difference(sent, await inTimeOrSo(back, check), 'to the peer that opened it');
  } catch (error) {
    if (error instanceof CheckFailure) return error;
    throw error;
  } finally {
    near.abandon();
  }
}

interface Collected {
  bytes: Uint8Array;
  readonly whole: Promise<void>;
}

/** Gathers what comes, up to `length`, or until the stream ends. */
function collected(stream: Stream, length: number): Collected {
  const whole = Promise.withResolvers<void>();
  const got: Collected = { bytes: new Uint8Array(0), whole: whole.promise };
  stream.receiver = {
    onFrame: (frame) => {
      got.bytes = joined(got.bytes, frame.subarray(HEAD_BYTES));
      if (got.bytes.length >= length) whole.resolve();
    },
    onEnd: () => whole.resolve(),
  };
  return got;
}

function joined(head: Uint8Array, tail: Uint8Array): Uint8Array {
  const whole = new Uint8Array(head.length + tail.length);
  whole.set(head);
  whole.set(tail, head.length);
  return whole;
}

/** What has come when all of it has, or when the time is up. */
async function inTimeOrSo(got: Collected, { runtime, signal }: Check): Promise<Uint8Array> {
  const late = new Error('The time is up.');
  const options = { clock: runtime.clock, ms: PROBE_MS, signal, error: () => late };
  try {
    await within(options, () => got.whole);
  } catch (error) {
    if (error !== late) throw error;
  }
  return got.bytes;
}

function send(stream: Stream, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; at += PROBE_FRAME_BYTES)
    stream.sendBytes(bytes.subarray(at, at + PROBE_FRAME_BYTES));
}

function difference(sent: Uint8Array, got: Uint8Array, way: string): CheckFailure | undefined {
  if (got.length === 0)
    return new CheckFailure('tunnels-silent', `A tunnel opens, and nothing comes through it ${way}.`);
  const at = sent.findIndex((byte, index) => byte !== got[index]);
  if (at === -1 && got.length === sent.length) return undefined;
  const what =
    at >= 0 && at < got.length
      ? `byte ${at} is another when it arrives`
      : `of ${sent.length} bytes ${got.length} arrive`;
  return new CheckFailure('tunnels-damaged', `A tunnel damages what goes through it ${way}: ${what}.`);
}
