import {
  type CloseReason,
  type FeedId,
  type KeyPair,
  publicKeyOf,
  type SocketAddress,
  type Stream,
  writeHostPort,
} from '@open-rooms/protocol';
import { within } from './deadline.ts';
import { AllFailed, firstOf } from './first-of.ts';
import { JoinError } from './join-error.ts';
import { DIAL_MS, DIAL_STAGGER_MS } from './limits.ts';
import {
  connectRoom,
  HandshakeEnded,
  type RoomConnection,
  type RoomConnectionOptions,
} from './room-connection.ts';
import type { DialledWire, Runtime } from './runtime.ts';
import { unreachable } from './unreachable.ts';
import { otherAddresses, usableAddresses } from './usable-addresses.ts';

export interface DialParts {
  readonly runtime: Runtime;
  readonly keys: KeyPair;
  readonly networkKey: Uint8Array;
  readonly onTunnel?: (stream: Stream, origin: FeedId) => void;
  readonly solve?: RoomConnectionOptions['solve'];
}

/** A connection, and which of the addresses led to it. */
export interface DialledRoom {
  readonly connection: RoomConnection;
  readonly address: SocketAddress;
}

/**
 * Connects to a room by whichever of its addresses answers first.
 * @throws JoinError
 */
export async function dialRoom(
  addresses: readonly SocketAddress[],
  parts: DialParts,
  signal: AbortSignal,
): Promise<DialledRoom> {
  const { clock } = parts.runtime;
  const known = usableAddresses(addresses, parts.runtime);
  const usable = known.length > 0 ? known : await otherAddresses(addresses, parts.runtime, signal);
  const attempts = usable.map((address) => (stop: AbortSignal) => dialOne(address, parts, stop));
  const discard = ({ connection }: DialledRoom) => connection.close();
  try {
    return await firstOf(attempts, { clock, staggerMs: DIAL_STAGGER_MS, signal, discard });
  } catch (error) {
    throw error instanceof AllFailed ? tellingMost(error.errors) : error;
  }
}

async function dialOne(address: SocketAddress, parts: DialParts, signal: AbortSignal): Promise<DialledRoom> {
  const place = writeHostPort(address);
  const { clock } = parts.runtime;
  let wire: DialledWire | undefined;
  const tooLate = () =>
    wire === undefined
      ? unreachable(address)
      : new JoinError(
          'silent',
          `${place} takes the connection and says nothing. Is it a room? If so, it has to be restarted.`,
        );
  return within({ clock, ms: DIAL_MS, signal, error: tooLate }, async (stop) => {
    wire = await dialled(address, parts.runtime, stop);
    const abandon = () => wire?.destroy();
    stop.addEventListener('abort', abandon, { once: true });
    try {
      return { address, connection: await shakeHands(wire, address, parts) };
    } finally {
      stop.removeEventListener('abort', abandon);
    }
  });
}

async function dialled(address: SocketAddress, runtime: Runtime, signal: AbortSignal): Promise<DialledWire> {
  try {
    return await runtime.dial(address, signal);
  } catch (cause) {
    signal.throwIfAborted();
    throw unreachable(address, cause);
  }
}

async function shakeHands(
  wire: DialledWire,
  address: SocketAddress,
  parts: DialParts,
): Promise<RoomConnection> {
  const { runtime, keys, networkKey, onTunnel, solve } = parts;
  const room = publicKeyOf(address.key);
  if (room === undefined) throw new JoinError('unreadable', `${address.key} is no key.`);
  const { crypto, clock } = runtime;
  try {
    return await connectRoom({
      ...{ wire, room, keys, networkKey, crypto, clock },
      ...(onTunnel && { onTunnel }),
      ...(solve && { solve }),
    });
  } catch (cause) {
    if (!(cause instanceof HandshakeEnded)) throw cause;
    throw handshakeError(cause, address);
  }
}

/** The room's side never says why: where it broke off tells. */
function handshakeError(ended: HandshakeEnded, { host, port, key }: SocketAddress): JoinError {
  const place = writeHostPort({ host, port });
  if (ended.reason === 'handshake-timeout')
    return new JoinError('silent', `${place} takes the connection and says nothing. Is it a room?`, {
      cause: ended,
    });
  if (NOT_PROVEN.includes(ended.reason) || (ended.reason === 'hang-up' && ended.answered)) {
    const sentence = `${place} does not prove that it has the key ${key}: the address is out of date or somebody else's, or the room does not let this key in. Ask for the room's invite again.`;
    return new JoinError('wrong-key', sentence, { cause: ended });
  }
  if (ended.reason === 'wrong-network-key') {
    const sentence = `${place} is no room of this network: it is another program, or its network key is another.`;
    return new JoinError('other-network', sentence, { cause: ended });
  }
  const sentence = `${place} hangs up before it says hello: it is another program, or of another network, or refuses this machine for a while.`;
  return new JoinError('refused', sentence, { cause: ended });
}

const NOT_PROVEN: readonly CloseReason[] = ['not-proven', 'low-order-key'];

/** The failure that came furthest says most about what to mend. */
function tellingMost(errors: readonly unknown[]): unknown {
  const known = errors.filter((error) => error instanceof JoinError);
  const furthest = known.find(({ fault }) => fault !== 'unreachable') ?? known[0] ?? errors[0];
  if (known.length < 2 || furthest !== known[0] || !(furthest instanceof JoinError)) return furthest;
  const sentences = [...new Set(known.map(({ message }) => message))];
  return new JoinError(furthest.fault, sentences.join(' '), { cause: furthest.cause });
}
