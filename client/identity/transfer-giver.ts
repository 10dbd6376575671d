import type { CryptoBackend } from '@open-rooms/protocol';
import type { Identity } from './identity.ts';
import { oneTimeKeys, sealSeed } from './transfer-box.ts';
import type { TransferMessage, TransferRefusal } from './transfer-messages.ts';

/** How far the giving is; the last three are final. */
export type GiverState =
  /** Nobody has asked yet. */
  | 'waiting'
  /** The person is asked. */
  | 'asking'
  /** The key was sent. */
  | 'given'
  /** It arrived. */
  | 'done'
  | 'declined'
  /** There is no key here to give. */
  | 'no-key'
  /** Another page speaks now than the one that asked. */
  | 'broken';

/** What is to be posted, and to which origin: it is not delivered to a page of any other. */
export interface TransferSend {
  readonly to: string;
  readonly message: TransferMessage;
}

export interface TransferGiverOptions {
  /** This page's origin. */
  readonly own: string;
  readonly crypto: CryptoBackend;
  /** The key, while it is open. */
  readonly identity: () => Identity | undefined;
}

/**
 * How long a question is seen before it can be answered with yes: the page that opened this window chooses where it
 * appears and when, and may have asked for a double click on that spot.
 */
export const CONFIRM_AFTER_MS = 1_500;

/** Messages go to any origin only where they hold nothing. */
const ANYBODY = '*';

/**
 * The page that has the key: asks its person whether the page that opened it may have it, and sends it to that origin
 * alone. It has no clock, no window and no buttons: they come from outside.
 */
export class TransferGiver {
  readonly #options: TransferGiverOptions;
  #state: GiverState = 'waiting';
  #asked: { readonly origin: string; readonly publicKey: Uint8Array } | undefined;
  /** When the question can be answered with yes: milliseconds as told. */
  #confirmFrom = 0;

  constructor(options: TransferGiverOptions) {
    this.#options = options;
  }

  get state(): GiverState {
    return this.#state;
  }

  /** Who asks: the whole origin, as the browser says it. International names are in ASCII, so that none looks like another. */
  get asker(): string | undefined {
    return this.#asked?.origin;
  }

  /** Whether the key would go to a page that came over plain http: whoever is on the way may have written it. */
  get isPlain(): boolean {
    return this.#asked !== undefined && !isSafe(this.#asked.origin);
  }

  /** When yes can be said, in milliseconds of the same clock as `now`; while nobody has asked, never. */
  get confirmFrom(): number {
    return this.#state === 'asking' ? this.#confirmFrom : Number.POSITIVE_INFINITY;
  }

  /** The page is there. */
  start(): TransferSend {
    return { to: ANYBODY, message: { type: 'ready' } };
  }

  /** The window that opened this one has posted something. Whoever else posts is not to be told here. */
  onMessage(origin: string, message: TransferMessage, now: number): TransferSend | undefined {
    if (message.type === 'ask') return this.#onAsk(origin, message.publicKey, now);
    if (message.type === 'done' && this.#state === 'given' && origin === this.#asked?.origin)
      this.#state = 'done';
    return undefined;
  }

  /** The question was hidden until now: whoever answers has to see it first. */
  onShown(now: number): void {
    this.#confirmFrom = now + CONFIRM_AFTER_MS;
  }

  /** The person says yes. Before {@link TransferGiver.confirmFrom} that is no answer. */
  confirm(now: number): TransferSend | undefined {
    const { own, crypto, identity } = this.#options;
    const asked = this.#asked;
    if (asked === undefined || now < this.confirmFrom) return undefined;
    const person = identity();
    if (person === undefined) return this.#refuse('no-key');
    const keys = oneTimeKeys(crypto);
    const box = sealSeed(person, keys, asked.publicKey, { giver: own, taker: asked.origin }, crypto);
    if (box === undefined) {
      this.#state = 'broken';
      return undefined;
    }
    this.#state = 'given';
    return { to: asked.origin, message: { type: 'key', publicKey: keys.publicKey, box } };
  }

  /** The person says no. */
  decline(): TransferSend | undefined {
    return this.#state === 'asking' ? this.#refuse('declined') : undefined;
  }

  /** There is no key here at all, so nobody need be asked. */
  hasNone(): TransferSend | undefined {
    return this.#state === 'asking' ? this.#refuse('no-key') : undefined;
  }

  #onAsk(origin: string, publicKey: Uint8Array, now: number): undefined {
    const { own, crypto } = this.#options;
    // `null` is what sandboxed pages and files have for an origin: it names nobody. Nor does a page ask itself.
    if (!/^https?:\/\//.test(origin) || origin === own) return;
    if (this.#state === 'waiting') {
      this.#state = 'asking';
      this.#asked = { origin, publicKey };
      this.onShown(now);
    } else if (this.#state === 'asking') {
      const same = origin === this.#asked?.origin && crypto.equal(publicKey, this.#asked.publicKey);
      if (!same) this.#state = 'broken';
    }
  }

  #refuse(reason: TransferRefusal): TransferSend | undefined {
    this.#state = reason;
    return this.#asked && { to: this.#asked.origin, message: { type: 'refused', reason } };
  }
}

/** Whether nobody on the way can have written what a page of this origin does. */
function isSafe(origin: string): boolean {
  return /^https:|^http:\/\/(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/.test(origin);
}
