import type { Clock } from '@open-rooms/protocol';
import { unlessAborted, within } from '../../connection/deadline.ts';
import { type Link, LinkError, type LinkStream } from '../link.ts';
import { DIRECT_WAIT_MS } from '../link-limits.ts';

/**
 * Opens a stream that does not go through the room, where the direct connection is there or comes to be in time;
 * `undefined` where it does not, or the far end does not know the protocol. Rejects with the signal's reason.
 */
export async function openDirect(
  link: Link,
  protocol: string,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<LinkStream | undefined> {
  const error = () => new LinkError('no-path', 'No direct connection came to be.');
  const open = (inTime: AbortSignal) => link.open(protocol, { throughRoom: 'never', signal: inTime });
  try {
    await opened(link, signal);
    return await within({ clock, ms: DIRECT_WAIT_MS, signal, error }, open);
  } catch (fault) {
    if (fault instanceof LinkError) return undefined;
    throw fault;
  }
}

/** Resolves once a link has a connection, or will have none: both come in time. */
async function opened(link: Link, signal: AbortSignal): Promise<void> {
  const settled = Promise.withResolvers<void>();
  const stop = link.state.subscribe((state) => {
    if (state !== 'opening') settled.resolve();
  });
  try {
    await unlessAborted(signal, settled.promise);
  } finally {
    stop();
  }
}
