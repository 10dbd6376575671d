import type { Clock } from '@open-rooms/protocol';
import type {
  RtcCandidate,
  RtcChannel,
  RtcChannelOptions,
  RtcDescription,
  RtcEvent,
  RtcPeer,
  RtcPeerMaker,
  RtcSender,
  RtcStats,
} from '../links/rtc/rtc.ts';

/** When SCTP sends again what was lost, in milliseconds after it was sent first (spec/media-connection.md). */
const SCTP_RETRIES = [600, 1_800, 4_200, 9_000];

/** What new connections and ICE restarts find between two ends. */
interface Way {
  isBlocked: boolean;
  /** The end that nothing reaches, where it is not both. */
  deaf?: RtcPeer;
}

/** WebRTC in memory: paths that a test blocks, and channels that send again what was lost, by the time of a clock. */
export class RtcNetwork {
  readonly clock: Clock;
  /** Makes connections over this network. */
  readonly Rtc: RtcPeerMaker;
  /** Every connection that was made, by its name. */
  readonly made = new Map<string, MemoryPeer>();
  #way: Way = { isBlocked: false };

  constructor(clock: Clock) {
    this.clock = clock;
    const network = this;
    this.Rtc = class extends MemoryPeer {
      constructor() {
        super(network);
      }
    };
  }

  /** What is looked for from now on leads this way. */
  get way(): Way {
    return this.#way;
  }

  /** Nothing passes by the ways that were found, to one end or to both; where there is another, it is found. */
  block({ deaf, isLast = false }: { readonly deaf?: RtcPeer; readonly isLast?: boolean } = {}): void {
    const lost = this.#way;
    lost.isBlocked = true;
    if (deaf !== undefined) lost.deaf = deaf;
    if (!isLast) this.renew();
  }

  /** There is another way from now on. */
  renew(): void {
    this.#way = { isBlocked: false };
  }
}

type Listener = (event: RtcEvent) => void;

/** Whoever is listened to. */
class Told {
  readonly #listeners = new Map<string, Listener[]>();

  addEventListener(type: string, listener: Listener): void {
    this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener]);
  }

  tell(event: RtcEvent): void {
    for (const listener of this.#listeners.get(event.type) ?? []) listener(event);
  }
}

/** One connection of a network in memory. */
class MemoryPeer extends Told implements RtcPeer {
  readonly network: RtcNetwork;
  readonly name: string;
  readonly channels = new Map<number, MemoryChannel>();
  readonly iceGatheringState = 'complete';
  connectionState = 'new';
  localDescription: RtcDescription | null = null;
  remoteDescription: RtcDescription | null = null;
  far: MemoryPeer | undefined;
  way: Way = { isBlocked: true };
  #rounds = 0;

  constructor(network: RtcNetwork) {
    super();
    this.network = network;
    this.name = `peer${network.made.size}`;
    network.made.set(this.name, this);
  }

  async createOffer(options: { iceRestart?: boolean } = {}): Promise<RtcDescription> {
    return this.#describe('offer', options.iceRestart === true);
  }

  async createAnswer(): Promise<RtcDescription> {
    return this.#describe('answer', true);
  }

  async setLocalDescription(description: RtcDescription): Promise<void> {
    this.localDescription = description.type === 'rollback' ? null : description;
  }

  async setRemoteDescription(description: RtcDescription): Promise<void> {
    this.remoteDescription = description;
    this.far = this.network.made.get(/^a=peer:(\S+)$/m.exec(description.sdp ?? '')?.[1] ?? '');
    if (description.type === 'answer' && this.far !== undefined) this.#meet(this.far);
  }

  async addIceCandidate(_candidate: RtcCandidate): Promise<void> {}

  createDataChannel(_label: string, options: RtcChannelOptions): RtcChannel {
    const channel = new MemoryChannel(this, options);
    this.channels.set(options.id ?? 0, channel);
    if (this.connectionState === 'connected') queueMicrotask(() => channel.open());
    return channel;
  }

  addTrack(): RtcSender {
    return { track: null };
  }

  removeTrack(): void {}

  async getStats(): Promise<RtcStats> {
    return new Map();
  }

  close(): void {
    this.connectionState = 'closed';
    for (const channel of this.channels.values()) channel.close();
  }

  /** The descriptions of both have met: a way is looked for. */
  #meet(far: MemoryPeer): void {
    for (const peer of [this, far]) {
      peer.way = this.network.way;
      if (peer.connectionState !== 'new' || peer.way.isBlocked) continue;
      peer.connectionState = 'connected';
      for (const channel of peer.channels.values()) channel.open();
    }
  }

  #describe(type: 'offer' | 'answer', isAnew: boolean): RtcDescription {
    if (isAnew || this.#rounds === 0) this.#rounds++;
    return { type, sdp: `a=ice-ufrag:${this.name}.${this.#rounds}\na=peer:${this.name}\n` };
  }
}

class MemoryChannel extends Told implements RtcChannel {
  readonly bufferedAmount = 0;
  bufferedAmountLowThreshold = 0;
  binaryType: RtcChannel['binaryType'] = 'arraybuffer';
  readyState: RtcChannel['readyState'] = 'connecting';
  readonly #peer: MemoryPeer;
  readonly #id: number;
  readonly #againMs: readonly number[];

  constructor(peer: MemoryPeer, { id = 0, maxRetransmits }: RtcChannelOptions) {
    super();
    this.#peer = peer;
    this.#id = id;
    this.#againMs = SCTP_RETRIES.slice(0, maxRetransmits);
  }

  open(): void {
    if (this.readyState !== 'connecting') return;
    this.readyState = 'open';
    this.tell({ type: 'open' });
  }

  send(message: string | Uint8Array<ArrayBuffer>): void {
    const data = typeof message === 'string' ? message : message.slice().buffer;
    const { clock } = this.#peer.network;
    const from = clock.now();
    const attempt = (index: number) => {
      if (this.#arrives(data)) return;
      const again = this.#againMs[index];
      if (again !== undefined) clock.after(from + again - clock.now(), () => attempt(index + 1));
    };
    queueMicrotask(() => attempt(0));
  }

  close(): void {
    this.readyState = 'closed';
  }

  #arrives(data: string | ArrayBuffer): boolean {
    const { way, far } = this.#peer;
    const isLost = way.isBlocked && (way.deaf === undefined || way.deaf === far);
    const there = far?.channels.get(this.#id);
    if (isLost || this.readyState !== 'open' || there?.readyState !== 'open') return false;
    there.tell({ type: 'message', data });
    return true;
  }
}
