import type { Clock } from '@open-rooms/protocol';
import { unlessAborted } from '../../connection/deadline.ts';
import { type Link, LinkError } from '../../links/link.ts';
import type { MediaChannel } from '../../links/media/media-channel.ts';
import { MediaError } from '../../links/media/media-error.ts';
import { PeerStreamError } from '../../peers/peer-stream.ts';
import type { Carrier } from './carrier.ts';
import { ChannelCarrier } from './channel-carrier.ts';
import { type Fragment, readFragment } from './fragments.ts';

/** A stream of it asks whoever feeds to make their half of the channel. Nothing is said on it. */
export const SHARE_MEDIA_PROTOCOL = '/open-rooms/share-media/1.0.0';

/** The channel of all shares that go between two. */
const SHARE_CHANNEL = { id: 100, label: 'shares', ordered: false };

/** A media connection that was asked for is closed when no share has gone over it for so long, where nothing else does. */
export const SPARE_MEDIA_MS = 30_000;

/** Carriers of one channel that the far end may have open: a few shares, each going over to another once. */
export const MAX_CHANNEL_LINES = 16;

export interface ShareChannelsParts {
  readonly clock: Clock;
  /** Somebody wants to be fed over a channel. */
  readonly onChild: (link: Link, carrier: Carrier) => void;
}

/** The channels of shares over the media connections of links: one of a link, for as long as its connection is. */
export class ShareChannels {
  readonly #parts: ShareChannelsParts;
  readonly #channels = new Map<Link, Promise<ShareChannel>>();

  constructor(parts: ShareChannelsParts) {
    this.#parts = parts;
  }

  /**
   * A carrier from the far end, who feeds. Rejects where there is no media connection to be had, or with the signal's
   * reason.
   * @throws LinkError, MediaError, PeerStreamError
   */
  async open(link: Link, signal: AbortSignal): Promise<Carrier> {
    const channel = await unlessAborted(signal, this.#of(link));
    const asking = await link.open(SHARE_MEDIA_PROTOCOL, { signal });
    await asking.end();
    // Where they feed us not, they say so.
    await unlessAborted(signal, asking.closed);
    await unlessAborted(signal, channel.ready);
    return channel.open();
  }

  /** The far end, whom we feed, is about to ask over the channel: makes our half. */
  answer(link: Link): void {
    this.#of(link).catch(() => undefined);
  }

  #of(link: Link): Promise<ShareChannel> {
    const known = this.#channels.get(link);
    if (known !== undefined) return known;
    const made = this.#make(link);
    this.#channels.set(link, made);
    const forget = () => {
      if (this.#channels.get(link) === made) this.#channels.delete(link);
    };
    made.then((channel) => void channel.closed.then(forget), forget);
    return made;
  }

  async #make(link: Link): Promise<ShareChannel> {
    const { clock, onChild } = this.#parts;
    const media = await link.media();
    await media.opened;
    const raw = media.channel(SHARE_CHANNEL);
    return new ShareChannel({
      ...{ clock, channel: raw, closed: media.closed },
      onChild: (carrier) => onChild(link, carrier),
      onSpare: () => {
        if (media.isOnlyFor(raw)) media.close();
      },
    });
  }
}

/** Whether something says that no channel can be had now. */
export function isNoChannel(error: unknown): boolean {
  return error instanceof LinkError || error instanceof MediaError || error instanceof PeerStreamError;
}

export interface ShareChannelParts {
  readonly clock: Clock;
  readonly channel: Pick<
    MediaChannel,
    'isReady' | 'ready' | 'bufferedBytes' | 'send' | 'drained' | 'onMessage'
  >;
  /** Resolves when the connection is over. */
  readonly closed: Promise<unknown>;
  readonly onChild: (carrier: Carrier) => void;
  /** What was opened here is over for a while. */
  readonly onSpare: () => void;
}

/** One channel, and the carriers that go over it: those that were opened here, and the far end's. */
export class ShareChannel {
  /** Resolves when its connection is over. */
  readonly closed: Promise<unknown>;
  readonly #parts: ShareChannelParts;
  readonly #parents = new Map<number, ChannelCarrier>();
  readonly #children = new Map<number, ChannelCarrier>();
  #opened = 0;
  /** Lines of the far end that are over: what comes late of them begins nothing, nor does what is older than all. */
  readonly #ended = new Set<number>();
  #oldest = 0;
  #spare: Disposable | undefined;

  constructor(parts: ShareChannelParts) {
    this.#parts = parts;
    this.closed = parts.closed;
    const listening = parts.channel.onMessage((message) => {
      const fragment = typeof message === 'string' ? undefined : readFragment(message);
      if (fragment !== undefined) this.#take(fragment);
    });
    void parts.closed.then(() => {
      listening[Symbol.dispose]();
      this.#spare?.[Symbol.dispose]();
      for (const carrier of [...this.#parents.values(), ...this.#children.values()])
        carrier.end('The media connection is over.');
    });
  }

  /** Resolves when both ends have made it. */
  get ready(): Promise<void> {
    return this.#parts.channel.ready;
  }

  /** Another carrier, from the far end, who feeds. */
  open(): Carrier {
    this.#spare?.[Symbol.dispose]();
    const line = ++this.#opened;
    return this.#carrier('parent', line, this.#parents, () => {
      if (this.#parents.size > 0) return;
      this.#spare = this.#parts.clock.after(SPARE_MEDIA_MS, this.#parts.onSpare);
    });
  }

  #take(fragment: Fragment): void {
    if (fragment.isOfParent) this.#parents.get(fragment.line)?.take(fragment);
    else (this.#children.get(fragment.line) ?? this.#begun(fragment))?.take(fragment);
  }

  #begun({ line, count }: Fragment): ChannelCarrier | undefined {
    const isLate = line <= this.#oldest || this.#ended.has(line);
    if (isLate || count === 0 || this.#children.size >= MAX_CHANNEL_LINES) return undefined;
    const carrier = this.#carrier('child', line, this.#children, () => this.#remember(line));
    this.#parts.onChild(carrier);
    return carrier;
  }

  #remember(line: number): void {
    this.#ended.add(line);
    if (this.#ended.size <= MAX_CHANNEL_LINES) return;
    this.#oldest = Math.min(...this.#ended);
    this.#ended.delete(this.#oldest);
  }

  #carrier(
    from: 'parent' | 'child',
    line: number,
    among: Map<number, ChannelCarrier>,
    onClosed?: () => void,
  ): ChannelCarrier {
    const forget = () => {
      among.delete(line);
      onClosed?.();
    };
    const carrier = new ChannelCarrier({ channel: this.#parts.channel, from, line, onClosed: forget });
    among.set(line, carrier);
    return carrier;
  }
}
