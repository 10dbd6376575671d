import {
  type Chunk,
  type Clock,
  type FeedFrame,
  type FeedWay,
  FIRST_CREDIT,
  type LostWhy,
  type Position,
  type SignedTicket,
} from '@open-rooms/protocol';
import { within } from '../../connection/deadline.ts';
import { JoinError } from '../../connection/join-error.ts';
import { throwLater } from '../../connection/room-connection.ts';
import { type Link, LinkError } from '../../links/link.ts';
import type { Carrier, Through } from '../carriers/carrier.ts';
import { isNoChannel, type ShareChannels } from '../carriers/share-channels.ts';
import {
  RELAYED_SHARE_PROTOCOL,
  SHARE_PROTOCOL,
  StreamCarrier,
  shareWindow,
} from '../carriers/stream-carrier.ts';
import type { Held } from '../reach/reach.ts';
import type { IntakeFrom } from './intake.ts';

/** A media connection has this long to carry what a silent direct one does not: both ends may be busy, and the path long. */
const FEED_MEDIA_MS = 8_000;

/** Where it does not, the room carries, and the media connection is tried again after this. */
const MEDIA_AGAIN_MS = 10_000;

/** What comes over one way to one parent, for whoever decides which is used. */
export interface ParentWayEvents {
  /** A carrier is there, or another has taken its place. */
  onOpened(through: Through): void;
  /** A genuine chunk came, be it one that was known. */
  onChunk(chunk: Chunk): void;
  /** Something came that no honest parent sends. */
  onForged(): void;
  /** It is over, or has come to nothing. Told once, and nothing after it. */
  onClosed(why: LostWhy): void;
}

export interface ParentWayParts {
  readonly clock: Clock;
  readonly held: Held;
  readonly channels: Pick<ShareChannels, 'open'>;
  readonly way: FeedWay;
  readonly ticket: SignedTicket;
  /** The video there is already. */
  readonly have: () => Position | undefined;
  /** The highest layer that is wanted. */
  readonly layers: number;
  readonly intake: (isOrdered: boolean) => IntakeFrom;
  readonly events: ParentWayEvents;
}

/** One way to one parent: the carrier that is opened on it, as the direct connection comes and goes. */
export class ParentWay {
  readonly #parts: ParentWayParts;
  readonly #stop = new AbortController();
  #carrier: Carrier | undefined;
  #isOpening = false;
  /** Whether the link's direct connection was seen to be well. */
  #wasDirect = false;
  #unwatch: (() => void) | undefined;
  #again: Disposable | undefined;

  constructor(parts: ParentWayParts) {
    this.#parts = parts;
    this.#open().catch(throwLater);
  }

  get through(): Through | undefined {
    return this.#carrier?.through;
  }

  /** Is used no more; the parent sees its child go. */
  close(): void {
    this.#end();
    this.#carrier?.close();
  }

  get #isOver(): boolean {
    return this.#stop.signal.aborted;
  }

  async #open(): Promise<void> {
    const { held, way } = this.#parts;
    const { signal } = this.#stop;
    try {
      const link = await held.link(signal);
      const carrier = way === 'direct' ? await this.#direct(link) : await this.#relayed(link);
      this.#attach(carrier);
      if (way === 'direct') this.#follow(link);
    } catch (error) {
      if (!(error instanceof JoinError || error instanceof LinkError)) throw error;
      this.#lose(error.fault === 'refused' ? 'refused' : 'unreachable');
    }
  }

  async #direct(link: Link): Promise<Carrier> {
    const { signal } = this.#stop;
    const options = { signal, throughRoom: 'never', window: FIRST_CREDIT } as const;
    const stream = await link.open(SHARE_PROTOCOL, options);
    stream.widen(shareWindow(link.path.peek()?.roundTripMs));
    return new StreamCarrier(stream, link, 'parent');
  }

  async #relayed(link: Link): Promise<Carrier> {
    const { signal } = this.#stop;
    const options = { signal, throughRoom: 'only', window: FIRST_CREDIT } as const;
    return new StreamCarrier(await link.open(RELAYED_SHARE_PROTOCOL, options), link, 'parent');
  }

  /** While the direct connection is silent the share goes round it, and after that over it again. */
  #follow(link: Link): void {
    if (this.#isOver) return;
    // Whoever watches the path is not told in the midst of its change.
    this.#unwatch = link.path.subscribe(() => queueMicrotask(() => this.#consider(link)));
  }

  #consider(link: Link): void {
    const path = link.path.peek();
    const isDirect = path !== undefined && path.kind !== 'room';
    this.#wasDirect ||= isDirect;
    // Some browsers do not say which way a connection goes.
    if (this.#isOver || !this.#wasDirect || this.#isOpening) return;
    if (isDirect ? this.#isOverDirect : this.#isRound) return;
    this.#isOpening = true;
    const changed = isDirect ? this.#goBack(link) : this.#goRound(link);
    changed
      .finally(() => (this.#isOpening = false))
      .then(
        () => this.#consider(link),
        (error) => (isNoChannel(error) ? this.#lose('gone') : throwLater(error)),
      );
  }

  get #isOverDirect(): boolean {
    return this.#carrier?.through === 'direct' || this.#carrier?.through === 'relayed';
  }

  /** Whether there is nothing better to be tried while the direct connection is silent. */
  get #isRound(): boolean {
    return this.#carrier?.through === 'media' || (!this.#isOverDirect && this.#again !== undefined);
  }

  async #goBack(link: Link): Promise<void> {
    this.#attach(await this.#direct(link));
  }

  /** The room carries until the media connection does; where that comes to nothing, it carries on. */
  async #goRound(link: Link): Promise<void> {
    const media = this.#media(link);
    // It may fail before it is waited for.
    media.catch(() => undefined);
    if (this.#isOverDirect && link.path.peek()?.kind === 'room') {
      const relayed = await this.#relayed(link).catch(orNoChannel);
      if (relayed !== undefined) this.#attach(relayed);
    }
    const carrier = this.#isOverDirect ? await media : await media.catch(orNoChannel);
    if (carrier !== undefined) this.#attach(carrier);
    else this.#tryAgain(link);
  }

  #tryAgain(link: Link): void {
    this.#again?.[Symbol.dispose]();
    this.#again = this.#parts.clock.after(MEDIA_AGAIN_MS, () => {
      this.#again = undefined;
      this.#consider(link);
    });
  }

  #media(link: Link): Promise<Carrier> {
    const { clock, channels } = this.#parts;
    const { signal } = this.#stop;
    const error = () => new LinkError('no-path', 'No media connection came to be.');
    return within({ clock, ms: FEED_MEDIA_MS, signal, error }, (inTime) => channels.open(link, inTime));
  }

  #attach(carrier: Carrier): void {
    if (this.#isOver) return carrier.close('gone: it is not needed');
    const before = this.#carrier;
    this.#carrier = carrier;
    const { ticket, have, layers, intake, events } = this.#parts;
    const take = intake(carrier.isOrdered);
    carrier.onFrame((frame) => {
      if (!this.#isOver) this.#hear(carrier, frame, take);
    });
    const position = have();
    carrier.send({ kind: 'hello', ticket, layers, ...(position === undefined ? {} : { have: position }) });
    before?.close();
    void carrier.closed.then(() => {
      if (this.#carrier === carrier) this.#lose('gone');
    });
    events.onOpened(carrier.through);
  }

  #hear(carrier: Carrier, frame: FeedFrame, take: IntakeFrom): void {
    const { events } = this.#parts;
    if (frame.kind === 'chunk') {
      const came = take(frame.bytes);
      if (typeof came !== 'string') return events.onChunk(came);
      this.close();
      events.onForged();
    } else if (frame.kind === 'goodbye' && this.#carrier === carrier)
      this.#lose(frame.why === 'leaving' || frame.why === 'ended' ? 'gone' : 'refused');
  }

  #end(): void {
    this.#unwatch?.();
    this.#again?.[Symbol.dispose]();
    this.#stop.abort(new LinkError('ended', 'They feed this no more.'));
  }

  #lose(why: LostWhy): void {
    if (this.#isOver) return;
    this.close();
    this.#parts.events.onClosed(why);
  }
}

function orNoChannel(error: unknown): undefined {
  if (!isNoChannel(error)) throw error;
}
