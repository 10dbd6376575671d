import type { Clock } from '@open-rooms/protocol';
import * as v from 'valibot';
import { INIT_CHANNEL_LONGEST_MS, INIT_CHANNEL_LOOK_MS, INIT_CHANNEL_MS } from '../link-limits.ts';
import { peerWithin } from '../rtc/path.ts';

/** What connections say of their channels. */
const Counts = v.object({
  type: v.literal('peer-connection'),
  dataChannelsOpened: v.number(),
  dataChannelsClosed: v.number(),
});
const Channel = v.object({ type: v.literal('data-channel'), label: v.string(), state: v.string() });

/**
 * Resolves once the dialler of a direct connection has closed its `init` channel: it waits for that channel to open, and
 * where this side closes it before, which the stock transport does once the connection is used here, it waits for ever.
 * Where the channels of the connection cannot be seen, a moment has to be enough.
 */
export async function initChannelClosed(connection: object, clock: Clock): Promise<void> {
  const rtc = peerWithin(connection);
  const until = clock.now() + (rtc === undefined ? INIT_CHANNEL_MS : INIT_CHANNEL_LONGEST_MS);
  while (clock.now() < until) {
    await new Promise<void>((resolve) => clock.after(INIT_CHANNEL_LOOK_MS, resolve));
    if (rtc !== undefined && (await isPast(rtc))) return;
  }
}

/** Whether it was closed, or is being, or the dialler has gone on to channels of its own. */
async function isPast(rtc: NonNullable<ReturnType<typeof peerWithin>>): Promise<boolean> {
  let found = false;
  const report = await rtc.getStats().catch(() => undefined);
  report?.forEach((entry) => {
    // Not every runtime counts those that the far end closes: two that it opened are enough.
    if (v.is(Counts, entry)) found ||= entry.dataChannelsClosed > 0 || entry.dataChannelsOpened > 1;
    else if (v.is(Channel, entry)) found ||= entry.label !== 'init' || entry.state.startsWith('clos');
  });
  return found;
}
