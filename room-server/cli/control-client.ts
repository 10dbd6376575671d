import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Administration, OperationName, OperationResult } from '@open-rooms/protocol';
import type * as v from 'valibot';
import { controlSocketPath } from '../config/control-socket.ts';
import type { Status } from '../control/contract.ts';
import { controlOver, refusalOf } from '../control/control-client.ts';
import type { Health } from '../control/health.ts';
import { StartError } from '../running-server.ts';

/** What an operation is told. What may be left out, its schema fills in. */
export type Asked<Name extends OperationName> = v.InferInput<Administration[Name]['input']>;

/** The running server of a data folder, as a command sees it. Its refusals are thrown as `Refused`. */
export interface ControlClient {
  status(): Promise<Status>;
  /** Does something to the room, as whoever runs its server. */
  ask<Name extends OperationName>(name: Name, input: Asked<Name>): Promise<OperationResult<Name>>;
  /** The bytes of a backup that is made now. Read them without a pause: what waits is held in memory. */
  backup(): AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}

/** Finds the running server of a data folder (an absolute path). */
export type ConnectControl = (dataDir: string) => Promise<ControlClient>;

/**
 * Opens the local socket of the server that runs on a data folder.
 *
 * @throws {StartError} `not-running` where none answers.
 */
export async function openControlSocket(dataDir: string): Promise<Socket> {
  const socket = connect(controlSocketPath(dataDir));
  try {
    await once(socket, 'connect');
    return socket;
  } catch (cause) {
    throw notConnected(cause, dataDir);
  }
}

/** Finds the running server of a data folder. */
export const connectControl: ConnectControl = async (dataDir) => {
  const { remote, close } = controlOver(await openControlSocket(dataDir));
  return {
    status: () => answered(remote.status()),
    ask: (name, input) => answered(call(remote, name, input)),
    backup: () => readable(remote.backup()),
    close: async () => close(),
  };
};

/**
 * What only the process of a running server knows of how it goes with it.
 *
 * @throws {StartError} `not-running` or `unavailable`; `RemoteError` where that server is of a version that does not tell.
 */
export async function askHealth(dataDir: string): Promise<Health> {
  const { remote, close } = controlOver(await openControlSocket(dataDir));
  try {
    return await answered(remote.health());
  } finally {
    close();
  }
}

/** Asks by name. What came was read by the contract of that name: TypeScript does not follow that. */
function call<Name extends OperationName>(
  remote: Readonly<Record<OperationName, (input: unknown) => Promise<unknown>>>,
  name: Name,
  input: Asked<Name>,
): Promise<OperationResult<Name>> {
  return remote[name](input) as Promise<OperationResult<Name>>;
}

async function* readable(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  try {
    yield* source;
  } catch (error) {
    throw refusalOf(error);
  }
}

async function answered<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw refusalOf(error);
  }
}

function notConnected(cause: unknown, dataDir: string): unknown {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ENOENT' || code === 'ECONNREFUSED' || code === 'ENOTDIR') {
    const sentence = `No room server is running on data directory ${dataDir}: start it with "open-rooms start --data ${dataDir}", or name its directory with --data.`;
    return new StartError('not-running', sentence, { cause });
  }
  if (code === 'EACCES' || code === 'EPERM') {
    const sentence = `Cannot talk to the room server on data directory ${dataDir}: it runs as another user. Run this command as that user.`;
    return new StartError('unavailable', sentence, { cause });
  }
  return cause;
}
