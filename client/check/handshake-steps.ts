import { type SocketAddress, type WireEvents, writeAddresses, writeHostPort } from '@open-rooms/protocol';
import { JoinError } from '../connection/join-error.ts';
import { HandshakeEnded } from '../connection/room-connection.ts';
import type { Check } from './check.ts';
import { CheckFailure, failureOf } from './failure.ts';
import type { Found } from './find-steps.ts';
import { PATIENCE_MS } from './limits.ts';
import { Visitor } from './visitor.ts';

/** Shakes hands at every address. Answers the first, in the room's order, that worked. */
export async function visitEverywhere(found: Found, check: Check): Promise<Visitor | undefined> {
  const { runtime, steps } = check;
  const known = found.addresses.filter(({ transport }) => runtime.transports.includes(transport));
  const tries = known.map((address) => ({ address, visit: visit(address, found, check) }));
  for (const { visit } of tries) visit.catch(() => undefined);
  let kept: Visitor | undefined;
  for (const { address, visit } of tries) {
    const place = writeAddresses([address]).replace(/~.*$/, '');
    const visited = await steps.run('handshake', async () => {
      return { value: await visit, sentence: `${place} proves that it has the key of the room.` };
    });
    if (kept === undefined) kept = visited?.value;
    else visited?.value[Symbol.dispose]();
  }
  for (const address of found.addresses.filter((other) => !known.includes(other)))
    steps.skip('handshake', `${writeAddresses([address])} cannot be dialled from here.`);
  if (known.length === 0)
    steps.fail('handshake', 'unreachable', 'No address of the room can be dialled from here.');
  return kept;
}

async function visit(address: SocketAddress, { byWhois }: Found, check: Check): Promise<Visitor> {
  try {
    return await Visitor.dial(address, check);
  } catch (error) {
    if (!(error instanceof JoinError)) throw error;
    if (error.fault === 'refused') throw await hangUp(address, error, check);
    if (error.fault !== 'wrong-key') throw error;
    throw new CheckFailure(byWhois ? 'whois-other-key' : 'wrong-key', otherKey(address, byWhois), {
      cause: error,
    });
  }
}

function otherKey({ host, port, key }: SocketAddress, byWhois: boolean): string {
  const whose = byWhois ? 'that /whois names' : 'of the address';
  return `${writeHostPort({ host, port })} does not prove that it has the key ${whose}, ${key}: it has another, or lets no stranger in.`;
}

/** A peer that hangs up never says why; whether it does so before it was told anything says something. */
async function hangUp(address: SocketAddress, error: JoinError, check: Check): Promise<CheckFailure> {
  const place = writeHostPort({ host: address.host, port: address.port });
  if (error.cause instanceof HandshakeEnded && error.cause.answered) return failureOf(error);
  const isImpatient = await hangsUpUnasked(address, check);
  return isImpatient
    ? new CheckFailure(
        'hangs-up',
        `${place} takes the connection and hangs up at once, before anything was said.`,
      )
    : new CheckFailure(
        'other-network',
        `${place} hangs up when it reads our hello: it is another program, or a room with another network key.`,
      );
}

/** Connects, says nothing, and looks whether the other side ends it. */
async function hangsUpUnasked(address: SocketAddress, { runtime, signal }: Check): Promise<boolean> {
  const over = Promise.withResolvers<boolean>();
  const events: WireEvents = {
    onBytes: () => over.resolve(false),
    onDrained: () => undefined,
    onClosed: () => over.resolve(true),
  };
  const wire = await runtime.dial(address, signal).catch(() => undefined);
  if (wire === undefined) return true;
  wire.attach(events);
  using _patience = runtime.clock.after(PATIENCE_MS, () => over.resolve(false));
  try {
    return await over.promise;
  } finally {
    wire.destroy();
  }
}
