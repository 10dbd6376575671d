import {
  ConnectionEnded,
  type PeerContract,
  peerContract,
  serve,
  serverIdentity,
} from '@open-rooms/protocol';
import { JoinError } from '../connection/join-error.ts';
import { throwLater } from '../connection/room-connection.ts';
import { PeerConnection, type PeerParts } from '../peers/peer-connection.ts';
import { peerHandlers } from '../peers/peer-handlers.ts';
import { CONTACT_LIMITS } from '../peers/peer-limits.ts';
import { type Check, inTime } from './check.ts';
import { type Asked, diagnose, type Trace, traced } from './diagnose-tunnel.ts';
import { CheckFailure } from './failure.ts';
import { SLOW_TUNNEL_MS } from './limits.ts';
import type { Passed } from './steps.ts';
import type { Visitor } from './visitor.ts';

/** Characters that are sent through the tunnel and back: some frames of every kind of peer. */
const ECHO_BYTES = 4 * 1024;

/** Opens a tunnel between both visitors: handshake end to end, an echo, and how long a call takes. */
export async function tryTunnel(first: Visitor, second: Visitor, check: Check): Promise<Passed<true>> {
  const asked: Asked = { origin: undefined };
  second.onTunnel = (stream, origin) => {
    asked.origin = origin;
    // Whatever fails at this end fails at the other, too.
    PeerConnection.answer(stream, first.connection.room, origin, partsOf(second, check)).catch(
      unlessExpected,
    );
  };
  const room = first.connection.room;
  const stream = first.connection.remote['tunnel.connect']({ portal: room, target: second.id });
  const dialled = PeerConnection.dial(stream, room, second.id, partsOf(first, check));
  const trace = traced(stream);
  try {
    const milliseconds = await talk(dialled, check);
    return { value: true, milliseconds, ...words(milliseconds) };
  } catch (error) {
    if (!isExpected(error)) throw error;
    throw await diagnose({ error, trace: stopped(trace), asked, first, second }, check);
  } finally {
    // However far it came; what is still under way ends with the connection to the room.
    dialled.then((peer) => peer.close(), unlessExpected);
    second.onTunnel = (late) => late.fail('could not connect: the check is over');
  }
}

/** Milliseconds of a call through the tunnel. */
async function talk(dialled: Promise<PeerConnection>, check: Check): Promise<number> {
  const peer = await inTime(check, NOTHING_COMES, () => dialled);
  const said = randomText(check);
  const heard = await inTime(check, NOTHING_COMES, () => peer.remote['peer.echo'](said));
  if (heard !== said)
    throw new CheckFailure('tunnels-damaged', 'What comes back through the tunnel is not what was sent.');
  const milliseconds = await inTime(check, NOTHING_COMES, () => peer.roundTrip());
  return milliseconds;
}

const NOTHING_COMES = ['tunnels-silent', 'The room opens a tunnel, and nothing comes through it.'] as const;

function words(milliseconds: number): Pick<Passed<true>, 'sentence' | 'remark'> {
  const sentence = 'A tunnel between two peers opens, proves their keys end to end, and carries every byte.';
  if (milliseconds < SLOW_TUNNEL_MS) return { sentence };
  return {
    sentence: `${sentence} It is slow: ${Math.round(milliseconds)} ms there and back.`,
    remark: 'slow',
  };
}

function partsOf({ identity }: Visitor, { runtime, networkKey }: Check): PeerParts {
  const handlers = peerHandlers({
    id: identity.id,
    now: () => runtime.clock.now(),
    onPipe: (_peer, stream) => stream.fail(ONLY_CHECKS),
    onChat: (_peer, stream) => stream.fail(ONLY_CHECKS),
    onLink: (_peer, stream) => stream.fail(ONLY_CHECKS),
    onRing: (_peer, outlet) => outlet.fail(ONLY_CHECKS),
    onAbout: () => ({}),
  });
  const onRequest = serve<PeerContract, PeerConnection>(peerContract, handlers, {
    gate: () => undefined,
    onFault: throwLater,
  });
  const server = serverIdentity(runtime.crypto, identity);
  return { identity, server, runtime, networkKey, limits: CONTACT_LIMITS, onRequest };
}

const ONLY_CHECKS = 'refused: this peer only checks the room';

/** Text that no room could have kept from before. */
function randomText({ runtime }: Check): string {
  return Array.from(runtime.crypto.randomBytes(ECHO_BYTES), (byte) =>
    String.fromCharCode(32 + (byte % 95)),
  ).join('');
}

/** What the trace shows now: what is done about the failure adds to it. */
function stopped(trace: Trace): Trace {
  return { ...trace };
}

function isExpected(error: unknown): error is Error {
  return error instanceof JoinError || error instanceof CheckFailure || error instanceof ConnectionEnded;
}

function unlessExpected(error: unknown): void {
  if (!isExpected(error)) throwLater(error);
}
