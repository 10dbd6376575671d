import type { OpenPipe, PeerConnection } from '@open-rooms/client';
import { nodeRuntime } from '@open-rooms/client/node';
import type { Progress } from './progress.ts';

/** What the sender reads where the other side has to be asked first. */
const AS_A_REQUEST = 'Delivered as a request: they see the first 64 KiB until they accept.';
const ACCEPTED = 'They have accepted.';

/** Over a direct connection whoever accepts grants more within this: a round trip of a slow path. */
const ASKED_AFTER_MS = 1_000;

/** Says where the other side has to be asked first, and when it has accepted. */
export class ConsentNotice implements Disposable {
  readonly #progress: Progress;
  readonly #asked: Promise<void> | undefined;
  readonly #timer: Disposable | undefined;
  #isAccepted = false;
  #isTold = false;

  constructor({ stream, path }: OpenPipe, peer: PeerConnection, progress: Progress) {
    this.#progress = progress;
    void stream.accepted.then(() => {
      this.#isAccepted = true;
      if (this.#isTold) progress.say(ACCEPTED);
    });
    if (path === 'room') {
      // Whoever accepts grants more at once, before the answer to a call that was made behind the offer.
      const tell = () => this.#tell();
      // What ends the tunnel ends the stream, which says so.
      this.#asked = peer.roundTrip().then(tell, () => undefined);
    } else this.#timer = nodeRuntime.clock.after(ASKED_AFTER_MS, () => this.#tell());
  }

  /** Everything was read: it is known by now. */
  async done(): Promise<void> {
    if (this.#asked === undefined) this.#tell();
    await this.#asked;
  }

  [Symbol.dispose](): void {
    this.#timer?.[Symbol.dispose]();
  }

  #tell(): void {
    if (this.#isAccepted || this.#isTold) return;
    this.#isTold = true;
    this.#progress.say(AS_A_REQUEST);
  }
}
