import type { Client, Link } from '../../../client/index.ts';
import type { RtcChannel, RtcEvent, RtcPeer, RtcPeerMaker } from '../../../client/links/rtc/rtc.ts';
import { type Path, type Service, serve } from './path.ts';
import { RawDuplex } from './raw-duplex.ts';
import { signalled } from './raw-signal.ts';

/** A connection without anything of ours on it is signalled over a stream of a link. */
const RAW_PROTOCOL = '/open-rooms-bench/raw/1.0.0';

const FIRST = 'first';

/** Data channels of a connection of their own: the least that links can cost. */
export interface RawPath extends Path, Disposable {}

/** Makes a connection without libp2p to the far end of a link, and waits until it is open. */
export async function openRawPath(link: Pick<Link, 'open'>, Rtc: RtcPeerMaker): Promise<RawPath> {
  const rtc = new Rtc({ iceServers: [] });
  const stream = await link.open(RAW_PROTOCOL, { throughRoom: 'never' });
  const signal = signalled(rtc, stream);
  const first = rtc.createDataChannel(FIRST, {});
  await signal.describe(await rtc.createOffer());
  await opened(first);
  // What is found later is of no use any more.
  void stream.end();
  return {
    open: async (service) => {
      const channel = rtc.createDataChannel(service, {});
      await opened(channel);
      return new RawDuplex(channel);
    },
    [Symbol.dispose]: () => rtc.close(),
  };
}

/** Serves whoever makes such a connection to this client. */
export function serveRaw({ links }: Pick<Client, 'links'>, Rtc: RtcPeerMaker): void {
  links.onStream(RAW_PROTOCOL, (_link, stream) => {
    const rtc = new Rtc({ iceServers: [] });
    serveChannels(rtc);
    // Its other side is closed: what is left of this one would keep the program from ending.
    rtc.addEventListener('connectionstatechange', () => {
      if (['closed', 'disconnected', 'failed'].includes(rtc.connectionState)) rtc.close();
    });
    signalled(rtc, stream).ended.then(
      () => void stream.end(),
      () => rtc.close(),
    );
  });
}

function serveChannels(rtc: RtcPeer): void {
  rtc.addEventListener('datachannel', (event) => {
    const channel = channelOf(event);
    if (channel === undefined || labelOf(channel) === FIRST) return;
    const service: Service = labelOf(channel) === 'echo' ? 'echo' : 'sink';
    const duplex = new RawDuplex(channel);
    opened(channel)
      .then(() => serve(duplex, service))
      .catch(() => channel.close());
  });
}

function opened(channel: RtcChannel): Promise<void> {
  const open = Promise.withResolvers<void>();
  channel.addEventListener('open', () => open.resolve());
  if (channel.readyState === 'open') open.resolve();
  return open.promise;
}

function channelOf(event: RtcEvent): RtcChannel | undefined {
  const channel: unknown = Reflect.get(event, 'channel');
  return isChannel(channel) ? channel : undefined;
}

function isChannel(value: unknown): value is RtcChannel {
  return typeof value === 'object' && value !== null && 'bufferedAmount' in value;
}

function labelOf(channel: RtcChannel): unknown {
  return Reflect.get(channel, 'label');
}
