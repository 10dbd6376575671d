import type { RtcEvent, RtcMediaStream, RtcPeer, RtcSender, RtcTrack, RtcTrackEvent } from '../rtc/rtc.ts';
import { MediaError } from './media-error.ts';

/** What a runtime calls a track's event: all that browsers tell, where the connection is a browser's. */
export type TrackEventOf<Peer> = Peer extends { ontrack: ((event: infer E) => unknown) | null }
  ? E
  : RtcTrackEvent;

/** A track that is sent, on whichever connection there is. */
interface Sent {
  readonly track: RtcTrack;
  readonly streams: readonly RtcMediaStream[];
  sender: RtcSender | undefined;
}

/** The tracks of a media connection: those that are sent are put on every new connection. */
export class MediaTracks<Peer extends RtcPeer> {
  readonly #once: boolean;
  readonly #sent = new Set<Sent>();
  readonly #listeners = new Set<(event: TrackEventOf<Peer>) => void>();
  #rtc: Peer | undefined;

  /** @param once connections are negotiated once, as in Node, which has no tracks */
  constructor(once: boolean) {
    this.#once = once;
  }

  /** Whether something is sent, or somebody waits for what the far end sends. */
  get isUsed(): boolean {
    return this.#sent.size > 0 || this.#listeners.size > 0;
  }

  add(track: RtcTrack, streams: readonly RtcMediaStream[]): Disposable {
    if (this.#once)
      throw new MediaError('unsupported', 'Tracks cannot be sent from Node: send data instead.');
    const sent: Sent = { track, streams, sender: this.#rtc?.addTrack(track, ...streams) };
    this.#sent.add(sent);
    return {
      [Symbol.dispose]: () => {
        if (this.#sent.delete(sent) && sent.sender !== undefined) this.#rtc?.removeTrack(sent.sender);
      },
    };
  }

  onTrack(listener: (event: TrackEventOf<Peer>) => void): Disposable {
    const own = (event: TrackEventOf<Peer>) => listener(event);
    this.#listeners.add(own);
    return { [Symbol.dispose]: () => void this.#listeners.delete(own) };
  }

  /** Hears of this connection's tracks: before its first description, which brings some. */
  listen(rtc: Peer): void {
    rtc.addEventListener('track', (event: RtcEvent) => {
      for (const listener of [...this.#listeners]) listener(event as TrackEventOf<Peer>);
    });
  }

  /** Puts what is sent on this connection. */
  bind(rtc: Peer): void {
    this.#rtc = rtc;
    for (const sent of this.#sent) sent.sender = rtc.addTrack(sent.track, ...sent.streams);
  }

  /** The connection has gone. */
  unbind(): void {
    this.#rtc = undefined;
    for (const sent of this.#sent) sent.sender = undefined;
  }
}
