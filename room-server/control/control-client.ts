import type { Socket } from 'node:net';
import {
  CLIENT_LIMITS,
  Connection,
  ConnectionEnded,
  PlainChannel,
  Refused,
  type Remote,
  remoteOf,
} from '@open-rooms/protocol';
import { sodium, systemClock, TcpWire } from '@open-rooms/protocol/node';
import { type ControlContract, controlContract } from './contract.ts';

/** The control methods of the server behind an open local socket, and a way to hang up. */
export function controlOver(socket: Socket): { remote: Remote<ControlContract>; close: () => void } {
  const wire = new TcpWire(socket);
  const connection: Connection = new Connection(wire, {
    channel: new PlainChannel(),
    limits: CLIENT_LIMITS,
    clock: systemClock,
    allocate: sodium.allocate,
    events: {
      onOpen: () => undefined,
      onRequest: (stream) => stream.fail('the command line answers no calls'),
      onClosed: () => undefined,
    },
  });
  wire.attach(connection);
  return { remote: remoteOf(controlContract, connection), close: () => connection.close() };
}

/** Why a server did not answer, as the command line shows it; its refusals stay what they are. */
export function refusalOf(error: unknown): unknown {
  if (error instanceof ConnectionEnded)
    return new Refused('unavailable', 'The room server stopped meanwhile.');
  return error;
}
