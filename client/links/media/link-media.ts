import { LinkError, type LinkStream } from '../link.ts';
import type { MediaBegin } from '../node-port.ts';
import type { MediaConnection } from './media-connection.ts';
import { SIGNAL_PROTOCOL } from './signal.ts';

export interface LinkMediaParts {
  /** Whether the id of this side is the smaller of both. */
  readonly isPolite: boolean;
  readonly open: (protocol: string, signal?: AbortSignal) => Promise<LinkStream>;
  readonly begin: (begin: MediaBegin) => Promise<MediaConnection>;
  /** Whether the far end may have another connection made here. Asked once for each. */
  readonly maySignal: () => boolean;
}

/** The one media connection of a link, which either side may ask for. */
export class LinkMedia {
  readonly #parts: LinkMediaParts;
  #current: Promise<MediaConnection> | undefined;
  #isClosed = false;
  #isWanted = false;

  constructor(parts: LinkMediaParts) {
    this.#parts = parts;
  }

  /** Whether there is one, or one is coming. */
  get isThere(): boolean {
    return this.#current !== undefined;
  }

  /** Whether there is one, and somebody here has asked for it. */
  get isWanted(): boolean {
    return this.isThere && this.#isWanted;
  }

  /** The one there is, or a new one. */
  get(): Promise<MediaConnection> {
    this.#isWanted = true;
    return this.#current ?? this.#keep(this.#ask());
  }

  /** The far end asks for one, or has opened another stream for the one there is. */
  take(stream: LinkStream): void {
    if (this.#current !== undefined)
      this.#current.then(
        (media) => media.accept(stream),
        () => stream.abort('refused: the media connection has failed'),
      );
    else if (this.#parts.maySignal())
      this.#keep(this.#begin(stream, 'there')).catch(() => stream.abort('ended'));
    else stream.abort('refused: too many media connections are asked for');
  }

  /** The network is another: where nothing is heard, a path is looked for at once. */
  nudge(): void {
    this.#current?.then(
      (media) => media.nudge(),
      () => undefined,
    );
  }

  close(): void {
    this.#isClosed = true;
    this.end();
  }

  /** Ends the one there is. */
  end(): void {
    this.#current?.then(
      (media) => media.close(),
      () => undefined,
    );
  }

  async #ask(): Promise<MediaConnection> {
    return this.#begin(await this.#parts.open(SIGNAL_PROTOCOL), 'here');
  }

  async #begin(wire: LinkStream, opener: 'here' | 'there'): Promise<MediaConnection> {
    const { isPolite, open, begin, maySignal } = this.#parts;
    // The first that the far end offers was counted when it asked.
    let isCounted = opener === 'there';
    const mayMake = () => {
      const may = isCounted || maySignal();
      isCounted = false;
      return may;
    };
    const reopen = (signal: AbortSignal) => open(SIGNAL_PROTOCOL, signal);
    const media = await begin({ wire, opener, isPolite, reopen, mayMake });
    if (!this.#isClosed) return media;
    media.close();
    throw new LinkError('ended', 'The link has ended.');
  }

  #keep(coming: Promise<MediaConnection>): Promise<MediaConnection> {
    this.#current = coming;
    const forget = () => {
      if (this.#current !== coming) return;
      this.#current = undefined;
      this.#isWanted = false;
    };
    coming.then((media) => void media.closed.then(forget), forget);
    return coming;
  }
}
