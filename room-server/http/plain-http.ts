import { readHostPort } from '@open-rooms/protocol';
import type { Context } from 'hono';
import { isLoopback } from '../rooms/host.ts';
import type { HttpParts } from './parts.ts';

/**
 * Whether a browser takes this request for one over plain HTTP from another machine, and so keeps from the page what
 * it allows only to secure ones.
 *
 * Behind a proxy that speaks https the room itself knows of no TLS; but browsers send `Sec-Fetch-…` to secure places
 * alone, and nobody else needs the sentence.
 */
export function isPlainFromElsewhere({ addresses }: HttpParts, context: Context): boolean {
  const host = context.req.header('host');
  if (host === undefined || context.req.header('sec-fetch-mode') !== undefined) return false;
  if (addresses.atStart().ws.transport === 'wss') return false;
  try {
    return !isLoopback(readHostPort(host).host);
  } catch {
    return false;
  }
}
