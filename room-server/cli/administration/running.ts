import { StartError } from '../../running-server.ts';
import type { ConnectControl, ControlClient } from '../control-client.ts';

/** The running server of a data folder; `undefined` where none runs, and its files can be read without it. */
export async function ifRunning(data: string, connect: ConnectControl): Promise<ControlClient | undefined> {
  try {
    return await connect(data);
  } catch (error) {
    if (error instanceof StartError && error.code === 'not-running') return undefined;
    throw error;
  }
}
