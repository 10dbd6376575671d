import type { Client, IncomingPipe } from '@open-rooms/client';
import { type Clock, TokenBucket } from '@open-rooms/protocol';
import type { Offered, PeerEvent, Tell } from './events.ts';
import { previewText } from './incoming-text.ts';
import { whoIs } from './watch-room.ts';
import type { Who } from './who.ts';

/** A request is shown once its first bytes had this long to come. */
const PREVIEW_MS = 500;

/** Requests of strangers that are shown each second, and at once: keys cost nothing, and each takes lines. */
const MAX_ASKS_PER_SECOND = 0.5;
const MAX_ASKS_AT_ONCE = 20;

export interface RequestParts {
  readonly client: Client;
  readonly clock: Clock;
  readonly tell: Tell;
  /** Whether what fits the preview is ended well once it was shown: there is nothing to wait for. */
  readonly endsWhole: boolean;
  /** A request was shown. */
  readonly onAsked?: (pipe: IncomingPipe) => void;
  /** It needs no answer any more: it was accepted or blocked elsewhere, or withdrawn. */
  readonly onSettled?: (pipe: IncomingPipe) => void;
}

/** Requests of strangers, shown as questions. */
export class Requests {
  readonly #parts: RequestParts;
  /** Requests that the person has answered here: of those it was told. */
  readonly #answered = new WeakSet<IncomingPipe>();
  readonly #asks = new TokenBucket(MAX_ASKS_PER_SECOND, MAX_ASKS_AT_ONCE);

  constructor(parts: RequestParts) {
    this.#parts = parts;
  }

  /** Notes that the person is answering a request, and sees so. */
  answering(pipe: IncomingPipe): void {
    this.#answered.add(pipe);
  }

  /** Shows a request; resolves when it is accepted, or over. */
  async ask(pipe: IncomingPipe): Promise<void> {
    const { clock, tell, endsWhole } = this.#parts;
    const now = clock.now();
    if (this.#asks.delay(now) > 0)
      return pipe.refuse('refused: too many people ask at the moment; try again in a minute');
    this.#asks.take(now);
    let isWhole = false;
    const whole = pipe.whole.then(() => {
      isWhole = true;
    });
    await Promise.race([whole, pipe.settled, shortly(clock)]);
    if (pipe.isAccepted) return;
    tell(this.#request(pipe, isWhole));
    this.#parts.onAsked?.(pipe);
    const shown = bytesOf(pipe);
    await (endsWhole ? Promise.race([whole, pipe.settled]) : pipe.settled);
    if (!isWhole || !endsWhole || pipe.isAccepted) return this.#settled(pipe);
    if (bytesOf(pipe) > shown) tell(this.#request(pipe, true));
    await pipe.finish();
  }

  #settled(pipe: IncomingPipe): void {
    this.#parts.onSettled?.(pipe);
    if (this.#answered.has(pipe)) return;
    const isBlocked = this.#parts.client.contacts.relationOf(pipe.from) === 'blocked';
    const answer = pipe.isAccepted ? 'accepted' : isBlocked ? 'blocked' : 'withdrawn';
    this.#parts.tell({ event: 'answered', answer, ...this.#who(pipe) });
  }

  #request(pipe: IncomingPipe, whole: boolean): PeerEvent {
    const facts = { received: bytesOf(pipe), preview: previewText(pipe.preview()), whole };
    return { event: 'request', ...this.#who(pipe), offer: offerOf(pipe), ...facts };
  }

  #who({ from }: IncomingPipe): Who {
    return whoIs(this.#parts.client, from);
  }
}

/** Empty parts are left out. */
export function offerOf({ offer: { name, bytes } }: IncomingPipe): Offered {
  return { ...(name !== undefined && { name }), ...(bytes !== undefined && { bytes }) };
}

function bytesOf(pipe: IncomingPipe): number {
  return pipe.preview().reduce((sum, part) => sum + part.length, 0);
}

function shortly(clock: Clock): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  clock.after(PREVIEW_MS, resolve);
  return promise;
}
