import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { controlSocketPath } from '../config/control-socket.ts';
import type { InviteWish, Status } from '../control/contract.ts';
import { controlOver, refusalOf } from '../control/control-client.ts';
import { StartError } from '../running-server.ts';

/** The running server of a data folder, as a command sees it. Its refusals are thrown as `Refused`. */
export interface ControlClient {
  status(): Promise<Status>;
  createInvite(wish: InviteWish): Promise<{ readonly code: string }>;
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
    createInvite: (wish) => answered(remote['invite.create'](wish)),
    close: async () => close(),
  };
};

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
