import type { Clock } from '@open-rooms/protocol';
import { within } from '../connection/deadline.ts';
import { WIDE_WINDOW } from '../peers/peer-stream.ts';
import { LinkError } from './link.ts';
import { BASE_MS } from './link-limits.ts';
import type { Carrier, LinkNode } from './node-port.ts';

/** What a base connection that only failed now is ended with: all others ended because somebody wants none. */
const SILENT = /^silent: /;

export interface BaseParts {
  readonly clock: Clock;
  readonly node: () => Promise<LinkNode>;
}

/**
 * Makes a base connection of a stream in a tunnel. Resolves when that is over, however it went: with `silent` where
 * nothing came back over it, so that it may be tried again.
 */
export async function carryBase(carrier: Carrier, { clock, node }: BaseParts): Promise<'silent' | 'over'> {
  const { stream, peer } = carrier;
  stream.widen(WIDE_WINDOW);
  const error = () => new LinkError('silent', `silent: ${peer.id} makes no connection of the tunnel`);
  try {
    // What is loaded for the first link may take longer than any connection.
    const loaded = await node();
    await within({ clock, ms: BASE_MS, error }, (signal) => loaded.carry(carrier, signal));
  } catch (fault) {
    stream.abort(fault instanceof LinkError ? fault.message : 'refused: no connection was made of it');
  }
  return stream.closed.then(
    () => 'over',
    ({ message }: Error) => (SILENT.test(message) ? 'silent' : 'over'),
  );
}
