import type { Clock } from '@open-rooms/protocol';
import { type ReadonlySignal, signal } from '@preact/signals-core';
import { type Path, readPath } from '../rtc/path.ts';
import type { RtcConfiguration, RtcMediaStream, RtcPeer, RtcPeerMaker, RtcTrack } from '../rtc/rtc.ts';
import { CHANNEL_ID_MAX, type ChannelInit, MediaChannel } from './media-channel.ts';
import { MediaError, mediaErrorOf } from './media-error.ts';
import { MediaHeart } from './media-heart.ts';
import { MediaPeer } from './media-peer.ts';
import { MediaTracks, type TrackEventOf } from './media-tracks.ts';
import { Negotiation, type Step, type Wish } from './negotiation.ts';
import type { Signal, SignalWire } from './signal.ts';
import { Signalling } from './signalling.ts';

/** Time for a path to be found, from the first offer on. */
const MEDIA_OPEN_MS = 15_000;

/** `silent`: it was open, nothing is heard, and a path is looked for. */
export type MediaState = 'opening' | 'open' | 'silent' | 'closed';

export interface MediaParts<Peer extends RtcPeer> {
  /** The stream that the signalling begins on: the one that was opened for it, at either end. */
  readonly wire: SignalWire;
  /** Whether this end opened the stream: it offers first. */
  readonly isOpener: boolean;
  /** Whether this end's id is the smaller of the two. */
  readonly isPolite: boolean;
  /** Opens another signal stream, where the last one has gone. Rejects where no connection is alive. */
  readonly reopen: (signal: AbortSignal) => Promise<SignalWire>;
  readonly Rtc: RtcPeerMaker<Peer>;
  /** Asked for each connection: credentials of relays grow old. */
  readonly configuration: () => RtcConfiguration | Promise<RtcConfiguration>;
  /** Whether a connection can be negotiated only once, as in Node; then a new one takes the place of an ICE restart. */
  readonly once: boolean;
  readonly clock: Clock;
  /** A name that no connection had before: random. */
  readonly newName: () => string;
  /** Whether another connection may be made, because the far end offers one or is silent. Asked once for each. */
  readonly mayMake: () => boolean;
}

/**
 * An `RTCPeerConnection` of our own beside a link's libp2p connections, for raw channels and tracks
 * (spec/media-connection.md). It is made again where it cannot be mended; channels and tracks live on.
 */
export class MediaConnection<Peer extends RtcPeer = RtcPeer> {
  readonly state: ReadonlySignal<MediaState>;
  /** Resolves when both ends hear each other. Rejects with {@link MediaError}. */
  readonly opened: Promise<void>;
  /** Resolves when it is over, with the reason. */
  readonly closed: Promise<MediaError>;
  readonly #parts: MediaParts<Peer>;
  readonly #state = signal<MediaState>('opening');
  readonly #opened = Promise.withResolvers<void>();
  readonly #closed = Promise.withResolvers<MediaError>();
  readonly #negotiation: Negotiation;
  readonly #signalling: Signalling;
  readonly #channels = new Map<number, MediaChannel>();
  readonly #tracks: MediaTracks<Peer>;
  readonly #heart: MediaHeart;
  readonly #opening: Disposable;
  #peer: MediaPeer<Peer> | undefined;
  #turn: Promise<void> = Promise.resolve();

  constructor(parts: MediaParts<Peer>) {
    const { clock, isPolite, once, newName, mayMake } = parts;
    this.#parts = parts;
    this.state = this.#state;
    this.opened = this.#opened.promise;
    this.opened.catch(() => undefined);
    this.closed = this.#closed.promise;
    this.#negotiation = new Negotiation({ isPolite, once, newName, mayMake });
    this.#tracks = new MediaTracks(once);
    this.#heart = new MediaHeart({
      ...{ clock, isPolite },
      channels: () => this.#channels.keys(),
      onChannel: (id) => this.#channels.get(id)?.isThere(),
      onOpen: () => this.#isOpen(),
      onSilent: () => this.#isSilent(),
      onSearch: (isOpen) => this.#search(isOpen),
      onBye: () => this.#end(hasLeft()),
    });
    this.#signalling = new Signalling({
      clock,
      open: parts.reopen,
      onSignal: (heard) => this.#onSignal(heard),
      onStream: () => this.#then(() => this.#sayAgain('candidates')),
      onLost: () => this.#onLost(),
    });
    this.#opening = clock.after(MEDIA_OPEN_MS, () => this.#end(noPath()));
    this.#signalling.adopt(parts.wire);
    if (parts.isOpener) this.#wish('renew');
  }

  /** The connection as it is now, for statistics and what else its runtime can do. Another one may replace it. */
  get rtc(): Peer | undefined {
    return this.#peer?.rtc;
  }

  /** Whether nothing else than this channel is on it here: whoever asked for it may close it. */
  isOnlyFor(channel: MediaChannel): boolean {
    return (
      this.#channels.get(channel.init.id) === channel && this.#channels.size === 1 && !this.#tracks.isUsed
    );
  }

  /** Takes another signal stream, which the far end opened. */
  accept(wire: SignalWire): void {
    this.#signalling.adopt(wire);
  }

  /**
   * A raw channel, which the far end has to make with the same options. It may be made at any time.
   * @throws MediaError `closed`, or `RangeError` for an id that is none or is in use
   */
  channel(init: ChannelInit): MediaChannel {
    this.#checkOpen();
    const { id } = init;
    if (!Number.isInteger(id) || id < 1 || id > CHANNEL_ID_MAX || this.#channels.has(id)) {
      const rule = `take another, from 1 to ${CHANNEL_ID_MAX}`;
      throw new RangeError(`Channel ${id} is in use, or none: ${rule}.`);
    }
    const channel = new MediaChannel(init, () => this.#heart.heard());
    this.#channels.set(id, channel);
    if (this.#peer?.isPrepared) channel.bind(this.#peer.rtc);
    this.#heart.beat();
    return channel;
  }

  /**
   * Sends a track until disposed; both ends may do so at any time.
   * @throws MediaError `closed`; `unsupported` in Node
   */
  addTrack(track: RtcTrack, ...streams: RtcMediaStream[]): Disposable {
    this.#checkOpen();
    return this.#tracks.add(track, streams);
  }

  /** Calls `listener` with each track that the far end sends from now on, until disposed. */
  onTrack(listener: (event: TrackEventOf<Peer>) => void): Disposable {
    return this.#tracks.onTrack(listener);
  }

  /** Which way it goes, from the candidate pair that is in use. */
  async path(): Promise<Path | undefined> {
    return this.#peer && readPath(this.#peer.rtc);
  }

  /** The network changed: where nothing is heard, a path is looked for at once. */
  nudge(): void {
    this.#heart.hurry();
  }

  /** Ends it, its signal streams too. The far end is told. */
  close(): void {
    this.#end(new MediaError('closed', 'The media connection was closed here.'));
  }

  #checkOpen(): void {
    if (this.#state.value === 'closed')
      throw new MediaError('closed', 'The media connection is over: ask the link for another.');
  }

  /** One after the other: what is under way is finished before the next thing is looked at. */
  #then(run: () => Promise<void> | void): void {
    this.#turn = this.#turn.then(async () => {
      if (this.#state.value === 'closed') return;
      try {
        await run();
      } catch (cause) {
        this.#end(mediaErrorOf(cause));
      }
    });
  }

  #wish(wish: Wish): void {
    this.#then(() => this.#do(this.#negotiation.wish(wish)));
  }

  #onSignal(heard: Signal): void {
    if ('bye' in heard) this.#end(hasLeft());
    else this.#then(() => this.#do(this.#negotiation.heard(heard)));
  }

  async #do(step: Step | undefined): Promise<void> {
    if (step === undefined) return;
    if ('isNew' in step && step.isNew) await this.#renew(step.connection);
    const peer = this.#peer;
    if (step.kind === 'offer') await peer?.offer(step.restart);
    else if (step.kind === 'answer') {
      this.#heart.searched();
      await peer?.answer(step.sdp, step.rollback);
    } else if (step.kind === 'take-answer') await peer?.takeAnswer(step.sdp);
    else if (step.kind === 'take-candidate') await peer?.takeCandidate(step.candidate);
    else this.#sayAgain('answer');
  }

  async #renew(connection: string): Promise<void> {
    const { Rtc, configuration, once } = this.#parts;
    const rtc = new Rtc(await configuration());
    this.#drop();
    if (this.#state.value === 'closed') return rtc.close();
    const peer: MediaPeer<Peer> = new MediaPeer<Peer>({
      ...{ connection, count: this.#negotiation.count, rtc, once },
      prepare: () => this.#prepare(peer),
      send: (message) => this.#signalling.send(message),
    });
    this.#peer = peer;
    this.#tracks.listen(rtc);
    const whileHere = (run: () => void) => () => {
      if (this.#peer === peer) run();
    };
    rtc.addEventListener(
      'negotiationneeded',
      // It is looked at once what is under way is finished: perhaps on another connection by then.
      () => this.#then(() => (this.#peer === peer ? this.#do(this.#negotiation.wish('offer')) : undefined)),
    );
    rtc.addEventListener(
      'connectionstatechange',
      whileHere(() => this.#onRtcState(rtc)),
    );
  }

  #prepare({ rtc }: MediaPeer<Peer>): void {
    this.#heart.bind(rtc);
    for (const channel of this.#channels.values()) channel.bind(rtc);
    this.#tracks.bind(rtc);
  }

  /** Leaves the connection that there was. */
  #drop(): void {
    this.#tracks.unbind();
    this.#heart.unbind();
    for (const channel of this.#channels.values()) channel.unbind();
    this.#peer?.close();
    this.#peer = undefined;
  }

  #onRtcState({ connectionState }: Peer): void {
    if (connectionState === 'failed' && this.#state.value === 'opening') this.#end(noPath());
  }

  /** What was signalled may be lost with the stream that it was signalled on; an offer waits for its answer. */
  #sayAgain(what: 'answer' | 'candidates'): void {
    this.#peer?.sayAgain(what);
    if (this.#negotiation.isOffering) this.#peer?.sayAgain('offer');
  }

  #onLost(): 'reopen' | 'wait' {
    if (this.#negotiation.isAnswered) return this.#negotiation.isOffering ? 'reopen' : 'wait';
    this.#end(new MediaError('refused', 'The far end ended the signalling before it answered.'));
    return 'wait';
  }

  #isSilent(): void {
    if (this.#state.value !== 'opening') this.#state.value = 'silent';
  }

  #search(isOpen: boolean): void {
    if (this.#state.value === 'opening') return;
    if (this.#negotiation.isOffering) this.#signalling.reopen();
    else this.#wish(isOpen ? 'restart' : 'renew');
  }

  #isOpen(): void {
    this.#opening[Symbol.dispose]();
    this.#state.value = 'open';
    this.#opened.resolve();
  }

  #end(reason: MediaError): void {
    if (this.#state.value === 'closed') return;
    this.#state.value = 'closed';
    this.#opening[Symbol.dispose]();
    this.#heart.stop();
    this.#signalling.close({ bye: true });
    this.#drop();
    this.#opened.reject(reason);
    this.#closed.resolve(reason);
  }
}

function noPath(): MediaError {
  const sentence = 'No path was found to the far end: its network, or this one, lets none through.';
  return new MediaError('no-path', sentence);
}

function hasLeft(): MediaError {
  return new MediaError('left', 'The far end closed the media connection.');
}
