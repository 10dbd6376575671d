import { type Clock, peerContract } from '@open-rooms/protocol';
import { within } from '../connection/deadline.ts';
import { isMissingMethod } from '../connection/enter-room.ts';
import { JoinError } from '../connection/join-error.ts';
import { pull, type Rpc, type Source } from './stock-packages.ts';
import { stockRemote } from './stock-remote.ts';

/** A peer answers a call at once. */
const ECHO_MS = 10_000;

/** What `gossip.ping` is told, as all stock peers tell it: how long either side may wait before the next. */
const PING_OPTIONS = { timeout: 300_000 };

/** What came back of a peer. */
export interface Echo {
  /** By which method: stock apps know no echo, and answer a ping. */
  readonly by: 'peer.echo' | 'gossip.ping';
  /** What came back; of a ping, nothing of what was sent. */
  readonly value?: unknown;
  /** How long it took, in milliseconds. */
  readonly ms: number;
}

/**
 * Sends something to a peer and answers what comes back; where the peer has no `peer.echo`, how long its ping takes.
 * @param value anything that JSON holds
 * @throws JoinError `silent`
 */
export async function echo(rpc: Rpc, value: unknown, clock: Clock, signal: AbortSignal): Promise<Echo> {
  const error = () => new JoinError('silent', `${rpc.id} is connected and does not answer.`);
  return within({ clock, ms: ECHO_MS, signal, error }, async () => {
    const before = clock.now();
    try {
      const back = await stockRemote(peerContract, rpc)['peer.echo'](value);
      return { by: 'peer.echo', value: back, ms: clock.now() - before };
    } catch (cause) {
      if (!isMissingMethod(cause)) throw cause;
      return { by: 'gossip.ping', ms: await ping(rpc, clock) };
    }
  });
}

/** One volley of `gossip.ping`. The duplex stays open until the answer is there: an end would end both its halves. */
function ping(rpc: Rpc, clock: Clock): Promise<number> {
  return new Promise((resolve, reject) => {
    const before = clock.now();
    const { source, sink } = rpc.stream.remoteCall(
      'duplex',
      ['gossip', 'ping'],
      [PING_OPTIONS],
      () => undefined,
    );
    const first = oneThenOpen(before);
    sink(first.source);
    pull.drain(
      () => {
        resolve(clock.now() - before);
        first.end();
        return false;
      },
      (error) => reject(error instanceof Error ? error : new Error(`${rpc.id} ended the ping.`)),
    )(source);
  });
}

/** A source that gives one value and then nothing until it is ended. */
function oneThenOpen(value: unknown): { readonly source: Source; end(): void } {
  let given = false;
  let ended = false;
  let waiting: ((end: unknown) => void) | undefined;
  return {
    source(abort, answer) {
      if (abort || ended) return answer(abort || true);
      if (given) {
        waiting = answer;
        return;
      }
      given = true;
      answer(null, value);
    },
    end() {
      ended = true;
      waiting?.(true);
    },
  };
}
