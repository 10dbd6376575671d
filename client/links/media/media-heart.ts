import type { Clock } from '@open-rooms/protocol';
import type { RtcPeer } from '../rtc/rtc.ts';
import { BEAT_MS, Heartbeat } from './heartbeat.ts';
import { type ChannelInit, type ChannelMessage, MediaChannel } from './media-channel.ts';

/** Channel 0 of every media connection. What is late there is of no use any more. */
const HEARTBEAT: ChannelInit = { id: 0, label: 'heartbeat', ordered: false, maxRetransmits: 0 };

/** The first byte of a beat; the ids of the sender's channels follow, two bytes each. */
const UNHEARD = 0;
const HEARD = 1;
const BYE = 2;

export interface MediaHeartParts {
  readonly clock: Clock;
  readonly isPolite: boolean;
  /** The channels that this end has made. */
  readonly channels: () => Iterable<number>;
  /** The far end has made this channel. */
  readonly onChannel: (id: number) => void;
  /** Both ends hear each other; told at each beat that says so. */
  readonly onOpen: () => void;
  /** Nothing is heard for so long that it shows. */
  readonly onSilent: () => void;
  /** It is time to look for another path; `isOpen` says whether the channel is there, at least. */
  readonly onSearch: (isOpen: boolean) => void;
  /** The far end says goodbye. */
  readonly onBye: () => void;
}

/** Beats both ways over a channel of the media connection: they open it, and show when its path has gone. */
export class MediaHeart {
  readonly #parts: MediaHeartParts;
  readonly #channel: MediaChannel;
  readonly #heartbeat: Heartbeat;
  /** Whether the far end was heard on the connection that there is. */
  #isHeard = false;
  #timer: Disposable | undefined;

  constructor(parts: MediaHeartParts) {
    this.#parts = parts;
    this.#heartbeat = new Heartbeat(parts.clock.now(), parts.isPolite);
    this.#channel = new MediaChannel(HEARTBEAT, () => this.heard());
    this.#channel.onMessage((message) => this.#onBeat(message));
    this.#nextTick();
  }

  /** Beats on this connection from now on. */
  bind(rtc: RtcPeer): void {
    this.#channel.bind(rtc, () => this.beat());
  }

  /** The connection has gone. */
  unbind(): void {
    this.#isHeard = false;
    this.#channel.unbind();
  }

  /** Something came on the connection, whatever it is. */
  heard(): void {
    this.#heartbeat.heard(this.#now);
  }

  /** The far end looks for a path: that has time to be found. */
  searched(): void {
    this.#heartbeat.searched(this.#now);
  }

  /** The network is another: where nothing is heard, a path is looked for at once. */
  hurry(): void {
    this.#heartbeat.hurry(this.#now);
  }

  /** Says that this end is there, and what it has made. */
  beat(): void {
    if (!this.#channel.isOpen) return;
    this.#heartbeat.sent(this.#now);
    const ids = [...this.#parts.channels()].flatMap((id) => [id >> 8, id & 255]);
    this.#channel.send(Uint8Array.of(this.#isHeard ? HEARD : UNHEARD, ...ids));
  }

  /** Says goodbye, and beats no more. */
  stop(): void {
    this.#timer?.[Symbol.dispose]();
    this.#channel.send(Uint8Array.of(BYE));
  }

  get #now(): number {
    return this.#parts.clock.now();
  }

  #nextTick(): void {
    this.#timer = this.#parts.clock.after(BEAT_MS, () => this.#tick());
  }

  #tick(): void {
    this.#nextTick();
    const { search, isSilent } = this.#heartbeat.tick(this.#now);
    this.beat();
    if (isSilent) this.#parts.onSilent();
    if (search) this.#parts.onSearch(this.#channel.isOpen);
  }

  #onBeat(beat: ChannelMessage): void {
    if (typeof beat === 'string' || beat.length === 0) return;
    const [kind] = beat;
    if (kind === BYE) return this.#parts.onBye();
    for (let at = 1; at + 1 < beat.length; at += 2)
      this.#parts.onChannel((beat[at] ?? 0) * 256 + (beat[at + 1] ?? 0));
    this.#isHeard = true;
    if (kind !== HEARD || this.#heartbeat.owesAnswer(this.#now)) this.beat();
    if (kind === HEARD) this.#parts.onOpen();
  }
}
