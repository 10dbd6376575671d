import type { Clock } from '@open-rooms/protocol';
import { within } from '../connection/deadline.ts';
import { JoinError } from '../connection/join-error.ts';
import { awaited } from './callback.ts';
import { type HubEvent, type PeerData, pull, type Rpc, type StockApp } from './stock-packages.ts';
import { errorText } from './stock-remote.ts';

/** From dialling to a proven key: stock apps give the handshake alone 5 or 15 s. */
const APP_DIAL_MS = 20_000;

export interface DialOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** What the peer is called in sentences. */
  readonly called: string;
}

/**
 * Connects through ssb-conn, whatever it is doing at that address now: its own `connect` answers `false` while an
 * earlier connection ends, and leaves a timer of a minute behind while another dials.
 * @throws JoinError `unreachable`, `wrong-key`, `silent`
 */
export async function dial(
  app: StockApp,
  address: string,
  data: PeerData,
  { clock, signal, called }: DialOptions,
): Promise<Rpc> {
  const error = () => new JoinError('silent', `There is no answer of ${called}. Is it running?`);
  try {
    return await within({ clock, ms: APP_DIAL_MS, signal, error }, () => connected(app, address, data));
  } catch (cause) {
    if (!app.closed && app.conn.hub().getState(address) === 'connecting') app.conn.disconnect(address);
    if (cause instanceof JoinError || signal.aborted) throw cause;
    throw failure(cause, called);
  }
}

async function connected(app: StockApp, address: string, data: PeerData): Promise<Rpc> {
  const state = app.conn.hub().getState(address);
  if (state === 'connecting') {
    const { type, details } = await change(app, address, ['connected', 'connecting-failed', 'disconnected']);
    if (type === 'connecting-failed') throw details;
  } else if (state === 'disconnecting') {
    await change(app, address, ['disconnected', 'disconnecting-failed']);
  }
  const rpc = await awaited<Rpc | false>((done) => app.conn.connect(address, data, done));
  if (rpc === false) throw new Error('an earlier connection to it is ending');
  return rpc;
}

/** The next change of a connection that is one of these. */
function change(app: StockApp, address: string, types: readonly string[]): Promise<HubEvent> {
  return new Promise((resolve, reject) => {
    const events = pull.drain<HubEvent>(
      (event) => {
        if (event.address !== address || !types.includes(event.type)) return true;
        resolve(event);
        return false;
      },
      () => reject(new Error('the app is closed')),
    );
    events(app.conn.hub().listen());
  });
}

/** What stock packages say when nobody could be reached, with what to do. */
function failure(cause: unknown, called: string): JoinError {
  const text = errorText(cause).replace(/\.$/, '');
  if (/shs|handshake|hangup|hang up/i.test(text)) {
    const sentence = `Cannot connect to ${called}: it does not prove its key, or does not let this one in (${text}). Ask for its address again.`;
    return new JoinError('wrong-key', sentence, { cause });
  }
  return new JoinError(
    'unreachable',
    `Cannot reach ${called}: ${text}. Is it running, and is its address right?`,
    {
      cause,
    },
  );
}
