import { privateKeyFromRaw } from '@libp2p/crypto/keys';
import { identify } from '@libp2p/identify';
import type { Connection, Stream, StreamHandler } from '@libp2p/interface';
import { webRTC } from '@libp2p/webrtc';
import { yamux } from '@libp2p/yamux';
import { type FeedId, toHex } from '@open-rooms/protocol';
import { createLibp2p, type Libp2p } from 'libp2p';
import { hold, once, rtcHere, usableHere } from '#rtc';
import { within } from '../../connection/deadline.ts';
import { Exposures } from '../exposures.ts';
import { LinkError } from '../link.ts';
import {
  ACCEPTED_MS,
  DIRECT_DIAL_MS,
  MAX_BASE_STREAMS,
  MAX_EARLY_STREAMS,
  MAX_LINK_CONNECTIONS,
  MAX_PENDING_CONNECTIONS,
  MAX_STREAMS_PER_PROTOCOL,
  MAX_YAMUX_FRAME_BYTES,
} from '../link-limits.ts';
import { MediaConnection } from '../media/media-connection.ts';
import type { Carrier, LinkNode, LinkNodeParts, MediaBegin, NodeEvents } from '../node-port.ts';
import { isStockRelayed } from '../rtc/path.ts';
import type { RtcConfiguration } from '../rtc/rtc.ts';
import { linkGater } from './gater.ts';
import { Libp2pLine } from './libp2p-line.ts';
import { directAddress, feedIdOfPeer } from './peer-ids.ts';
import { TunnelTransport, type TunnelTransportComponents } from './tunnel-transport.ts';

/**
 * Starts libp2p with the key of the person: their peer id is their key. Rejects with `LinkError` where this runtime has no
 * WebRTC.
 */
export async function startLinkNode(parts: LinkNodeParts): Promise<LinkNode> {
  rtcHere();
  const { identity, clock, events } = parts;
  const exposures = new Exposures(clock);
  const ice = async () => {
    const configuration = await exposures.latest(parts.ice);
    if (configuration.iceTransportPolicy !== 'relay') exposures.show();
    return orNoPath(usableHere(configuration));
  };
  let tunnels: TunnelTransport | undefined;
  const tunnelTransport = (components: TunnelTransportComponents) => {
    tunnels = new TunnelTransport(components, yamux(BASE_YAMUX)(), clock);
    return tunnels;
  };
  const libp2p = await createLibp2p({
    privateKey: privateKeyFromRaw(identity.secretKey),
    // Nothing is listened on: tunnels are the room's, and direct connections are signalled.
    addresses: { listen: [] },
    transports: [tunnelTransport, webRTC({ rtcConfiguration: ice, maxEarlyStreams: MAX_EARLY_STREAMS })],
    streamMuxers: [yamux()],
    connectionEncrypters: [],
    connectionGater: linkGater({ clock, mayConnect: (id) => events.mayConnect(id) }),
    // It would ping base connections, too, and end them for one lost answer: the pulse does it instead.
    connectionMonitor: { enabled: false },
    connectionManager: {
      maxConnections: MAX_LINK_CONNECTIONS,
      maxIncomingPendingConnections: MAX_PENDING_CONNECTIONS,
      addressDialTimeout: DIRECT_DIAL_MS,
      dialTimeout: DIRECT_DIAL_MS,
    },
    nodeInfo: { name: 'open-rooms', version: '1', userAgent: 'open-rooms/1' },
    // WebRTC asks for it to be there. Nobody asks it: it would tell addresses.
    services: { identify: identify({ runOnConnectionOpen: false }) },
  });
  if (tunnels === undefined) throw new Error('libp2p has started without its transport.');
  const node = new Libp2pNode(libp2p, tunnels, exposures, { ...parts, ice });
  await node.guardSignalling();
  return node;
}

/** Who hides their address has no direct connection where there is no relay for it: none is signalled then. */
function orNoPath(configuration: RtcConfiguration): RtcConfiguration {
  const { iceServers, iceTransportPolicy } = configuration;
  if (iceTransportPolicy !== 'relay' || iceServers.length > 0) return configuration;
  throw new LinkError('no-path', 'The own address is hidden, and no room names a relay that hides it.');
}

/** What stock WebRTC signals over. */
const STOCK_SIGNAL_PROTOCOL = '/webrtc-signaling/0.0.1';

/** Its window is what a frame may claim: see `yamux-guard.ts`. */
const BASE_YAMUX = {
  maxInboundStreams: MAX_BASE_STREAMS,
  streamOptions: { maxStreamWindowSize: MAX_YAMUX_FRAME_BYTES },
};

/** Bytes of the name that a media connection is given. */
const MEDIA_NAME_BYTES = 8;

class Libp2pNode implements LinkNode {
  readonly #libp2p: Libp2p;
  readonly #tunnels: TunnelTransport;
  readonly #parts: LinkNodeParts;
  readonly #events: NodeEvents;
  readonly #exposures: Exposures;
  readonly #lines = new WeakMap<Connection, Libp2pLine>();
  readonly #held = hold();

  constructor(libp2p: Libp2p, tunnels: TunnelTransport, exposures: Exposures, parts: LinkNodeParts) {
    this.#exposures = exposures;
    this.#libp2p = libp2p;
    this.#tunnels = tunnels;
    this.#parts = parts;
    this.#events = parts.events;
    libp2p.addEventListener('connection:open', ({ detail }) => this.#onConnection(detail));
  }

  /** Stock WebRTC makes a connection of each stream that somebody opens for it: no more than may be pass to it. */
  async guardSignalling(): Promise<void> {
    const { handler, options } = this.#tunnels.handlerOf(STOCK_SIGNAL_PROTOCOL);
    const guarded: StreamHandler = (stream, connection) => {
      const line = this.#lines.get(connection);
      if (line === undefined || !this.#events.maySignal(line))
        return stream.abort(new Error('too many direct connections are asked for'));
      this.#expose(line.id, stream);
      return handler(stream, connection);
    };
    await this.#libp2p.handle(STOCK_SIGNAL_PROTOCOL, guarded, { ...options, force: true });
  }

  carry(carrier: Carrier, signal: AbortSignal): Promise<void> {
    return this.#tunnels.carry(carrier, signal);
  }

  async dial(id: FeedId, room: FeedId): Promise<void> {
    // A room that answers slowly is waited for here, and not in the time of the dial.
    await this.#parts.ice();
    const exposure = this.#exposures.begin(id);
    const error = () => new LinkError('silent', `${id} is not reached directly.`);
    const deadline = { clock: this.#parts.clock, ms: DIRECT_DIAL_MS, signal: exposure.signal, error };
    await within(deadline, (signal) => this.#dial(id, room, signal).finally(() => exposure.end()));
  }

  hide(): void {
    this.#exposures.hide();
  }

  handle(protocol: string): void {
    const onStream = (stream: Stream, connection: Connection) => this.#onStream(protocol, stream, connection);
    // Whether it may run through the room is for the link to say, which knows who listens.
    const options = {
      runOnLimitedConnection: true,
      maxInboundStreams: MAX_STREAMS_PER_PROTOCOL,
    };
    void this.#libp2p.handle(protocol, onStream, options);
  }

  unhandle(protocol: string): void {
    void this.#libp2p.unhandle(protocol);
  }

  media({ opener, ...begin }: MediaBegin): MediaConnection {
    const { clock, ice, randomBytes } = this.#parts;
    const newName = () => toHex(randomBytes(MEDIA_NAME_BYTES));
    const isOpener = opener === 'here';
    return new MediaConnection({
      ...begin,
      isOpener,
      Rtc: rtcHere(),
      once,
      clock,
      newName,
      configuration: ice,
    });
  }

  async stop(): Promise<void> {
    for (const connection of this.#libp2p.getConnections())
      connection.abort(new Error('the links were closed'));
    await this.#libp2p.stop();
    this.#held[Symbol.dispose]();
  }

  /** The far end signals a connection over a stream, which is closed before that is made. */
  #expose(id: FeedId, stream: Stream): void {
    const exposure = this.#exposures.begin(id);
    // Stock WebRTC takes that for the end of the signalling: a connection may come of it all the same.
    const stop = () => stream.abort(new Error('the address is hidden from now on'));
    exposure.signal.addEventListener('abort', stop, { once: true });
    stream.addEventListener('close', () => {
      exposure.signal.removeEventListener('abort', stop);
      exposure.end(ACCEPTED_MS);
    });
  }

  async #dial(id: FeedId, room: FeedId, signal: AbortSignal): Promise<void> {
    const connection = await this.#libp2p.dial(directAddress(room, id), { signal });
    const met = feedIdOfPeer(connection.remotePeer);
    if (met === id) return;
    connection.abort(new Error('somebody else answered'));
    throw new LinkError('refused', `${id} was dialled, and ${met} answered: the connection was ended.`);
  }

  #onConnection(connection: Connection): void {
    const id = feedIdOfPeer(connection.remotePeer);
    if (id === undefined) return connection.abort(new Error('the far end has no feed id'));
    const line = new Libp2pLine(connection, id, this.#parts.clock);
    this.#lines.set(connection, line);
    if (line.kind === 'direct' && this.#exposures.isStale(id, isStockRelayed(connection)))
      return line.abort('the address is hidden from now on');
    this.#events.onLine(line);
  }

  #onStream(protocol: string, stream: Stream, connection: Connection): void {
    const line = this.#lines.get(connection);
    if (line === undefined) return stream.abort(new Error('the connection belongs to no link'));
    this.#events.onStream(line, protocol, line.wireOf(stream));
  }
}
