import type { CryptoBackend } from '@open-rooms/protocol';
import type { Identity } from './identity.ts';
import { type OneTimeKeys, oneTimeKeys, openSeed } from './transfer-box.ts';
import type { TransferSend } from './transfer-giver.ts';
import type { TransferMessage } from './transfer-messages.ts';

/** How far the taking is; all but the first two are final. */
export type TakerState =
  /** The other page has not said that it is there. */
  | 'opening'
  /** Its person is asked. */
  | 'asked'
  /** The key is here. */
  | 'taken'
  | 'declined'
  /** The other page has no key. */
  | 'no-key'
  /** What came could not be opened: it was sealed for another page. */
  | 'broken'
  /** The window was closed before the key came. */
  | 'closed'
  /** The other page does not say anything: it is none of ours, or an older one. */
  | 'silent';

/** A page that has not said that it is there by then is no page of ours, or cannot be reached. */
export const TAKER_READY_MS = 20_000;

export interface TransferTakerOptions {
  /** This page's origin. */
  readonly own: string;
  /** The origin that has the key: nobody else is listened to. */
  readonly giver: string;
  readonly crypto: CryptoBackend;
}

/** The page that wants the key which its person has at another origin. */
export class TransferTaker {
  readonly #options: TransferTakerOptions;
  readonly #keys: OneTimeKeys;
  #state: TakerState = 'opening';
  #identity: Identity | undefined;

  constructor(options: TransferTakerOptions) {
    this.#options = options;
    this.#keys = oneTimeKeys(options.crypto);
  }

  get state(): TakerState {
    return this.#state;
  }

  /** The key, once it is `taken`. */
  get identity(): Identity | undefined {
    return this.#identity;
  }

  /** The window that was opened has posted something. Whoever else posts is not to be told here. */
  onMessage(origin: string, message: TransferMessage): TransferSend | undefined {
    if (origin !== this.#options.giver) return undefined;
    switch (message.type) {
      // A page that was loaded again asks again.
      case 'ready':
        return this.#ask();
      case 'key':
        return this.#take(message.publicKey, message.box);
      case 'refused':
        if (this.#state === 'asked') this.#state = message.reason;
        return undefined;
      default:
        return undefined;
    }
  }

  /** The window is closed. */
  onClosed(): void {
    if (!this.#isFinal) this.#state = 'closed';
  }

  /** {@link TAKER_READY_MS} are over. */
  onLate(): void {
    if (this.#state === 'opening') this.#state = 'silent';
  }

  get #isFinal(): boolean {
    return this.#state !== 'opening' && this.#state !== 'asked';
  }

  #ask(): TransferSend | undefined {
    if (this.#isFinal) return undefined;
    this.#state = 'asked';
    return { to: this.#options.giver, message: { type: 'ask', publicKey: this.#keys.publicKey } };
  }

  #take(publicKey: Uint8Array, box: Uint8Array): TransferSend | undefined {
    if (this.#state !== 'asked') return undefined;
    const { own, giver, crypto } = this.#options;
    this.#identity = openSeed(box, this.#keys, publicKey, { giver, taker: own }, crypto);
    this.#state = this.#identity === undefined ? 'broken' : 'taken';
    return this.#identity && { to: giver, message: { type: 'done' } };
  }
}
