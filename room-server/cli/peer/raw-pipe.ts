import { type PeerStream, PeerStreamError } from '@open-rooms/client';
import { nodeRuntime } from '@open-rooms/client/node';
import { StartError } from '../../running-server.ts';
import type { Output, Terminal } from '../terminal.ts';

export interface RawPipeOptions {
  /** Aborted where the person wants it to end. */
  readonly signal: AbortSignal;
  /** Bytes have left towards the other side. */
  readonly onSent: (bytes: number) => void;
  readonly onReceived: (bytes: number) => void;
}

/** Why it was cut has so long to get through: whoever is told answers at once, and a second signal ends the wait. */
const PIPE_CUT_TOLD_MS = 5_000;

/**
 * Joins stdin and stdout to a stream, byte for byte, until both directions have ended. Each waits for its reader.
 * @throws PeerStreamError where it is cut; the signal's reason where it is stopped
 */
export async function rawPipe(
  stream: PeerStream,
  terminal: Terminal,
  options: RawPipeOptions,
): Promise<void> {
  const { signal } = options;
  const over = new AbortController();
  let own: unknown;
  /** Ends it from this side: why is told to the other side, and thrown here. */
  const cut: Cut = (sentence, error) => {
    own ??= error;
    stream.abort(sentence);
    over.abort();
  };
  const stop = () => cut('they stopped it', signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  try {
    signal.throwIfAborted();
    await Promise.all([
      send(readable(terminal.stdin.read(over.signal), cut), stream, over.signal, options.onSent),
      receive(stream, terminal.stdout, cut, options.onReceived),
      // One direction may be over while the other waits: where the rest is cut, nobody waits any more.
      stream.closed,
    ]);
  } catch (error) {
    if (own === undefined) throw error;
    await isTold(stream);
    throw own;
  } finally {
    signal.removeEventListener('abort', stop);
    over.abort();
  }
}

/** Whoever hangs up at once takes with the connection what is still on its way over it. */
async function isTold(stream: PeerStream): Promise<void> {
  const late = Promise.withResolvers<void>();
  using _timer = nodeRuntime.clock.after(PIPE_CUT_TOLD_MS, late.resolve);
  await Promise.race([stream.settled, late.promise]);
}

type Cut = (sentence: string, error: unknown) => void;

async function send(
  input: AsyncIterable<Uint8Array>,
  stream: PeerStream,
  signal: AbortSignal,
  onSent: (bytes: number) => void,
): Promise<void> {
  for await (const bytes of input) {
    const { length } = bytes;
    await stream.write(bytes);
    onSent(length);
  }
  if (!signal.aborted) await stream.end();
}

/** What cannot be read ends the stream, and is the person's to mend. */
async function* readable(input: AsyncIterable<Uint8Array>, cut: Cut): AsyncGenerator<Uint8Array> {
  try {
    yield* input;
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    const sentence = `Cannot read what to send: ${cause.message}.`;
    cut('what they send cannot be read', new StartError('unavailable', sentence, { cause }));
  }
}

async function receive(
  stream: PeerStream,
  stdout: Output,
  cut: Cut,
  onReceived: (bytes: number) => void,
): Promise<void> {
  for await (const bytes of stream) {
    try {
      await written(stdout, bytes);
    } catch {
      return cut('nobody reads it any more', new PeerStreamError('nobody reads what comes any more'));
    }
    onReceived(bytes.length);
  }
}

function written(output: Output, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    output.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}
