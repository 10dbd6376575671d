import type { CryptoBackend } from '@open-rooms/protocol';
import type { Identity } from '../identity/identity.ts';
import { readTransferMessage, writeTransferMessage } from '../identity/transfer-messages.ts';
import { TAKER_READY_MS, type TakerState, TransferTaker } from '../identity/transfer-taker.ts';
import { webClock } from './web-clock.ts';

/** No event tells a page that a window which it opened was closed: it is looked this often. */
const LOOK_MS = 250;

/** Large enough for a question and two buttons. */
const FEATURES = 'popup,width=480,height=640';

/** Takes the key that a person has at another room's page: spec/key-transfer.md. */
export class KeyTaking implements Disposable {
  readonly #taker: TransferTaker;
  readonly #popup: Window;
  readonly #watchers = new Set<() => void>();
  readonly #listening = new AbortController();
  readonly #late: Disposable;
  #look: Disposable | undefined;

  private constructor(popup: Window, giver: string, crypto: CryptoBackend) {
    this.#popup = popup;
    this.#taker = new TransferTaker({ own: location.origin, giver, crypto });
    const onMessage = ({ source, origin, data }: MessageEvent) => {
      const message = source === popup ? readTransferMessage(data) : undefined;
      if (message === undefined) return;
      const send = this.#taker.onMessage(origin, message);
      if (send !== undefined) popup.postMessage(writeTransferMessage(send.message), send.to);
      this.#changed();
    };
    addEventListener('message', onMessage, { signal: this.#listening.signal });
    this.#late = webClock.after(TAKER_READY_MS, () => {
      this.#taker.onLate();
      this.#changed();
    });
    this.#lookAgain();
  }

  /**
   * Opens the other room's page, `https://room.example/transfer`. Call it in the turn of a click: otherwise browsers
   * open nothing, and `undefined` is the answer.
   */
  static open(page: URL, crypto: CryptoBackend): KeyTaking | undefined {
    const popup = window.open(page.href, '', FEATURES);
    return popup === null ? undefined : new KeyTaking(popup, page.origin, crypto);
  }

  get state(): TakerState {
    return this.#taker.state;
  }

  /** The key, once it is `taken`: for `KeyVault.adopt`. */
  get identity(): Identity | undefined {
    return this.#taker.identity;
  }

  /** Calls `listener` after each change, until disposed. */
  watch(listener: () => void): Disposable {
    const own = () => listener();
    this.#watchers.add(own);
    return { [Symbol.dispose]: () => void this.#watchers.delete(own) };
  }

  /** Gives up, and closes the window. */
  [Symbol.dispose](): void {
    this.#stop();
    this.#popup.close();
  }

  #lookAgain(): void {
    this.#look = webClock.after(LOOK_MS, () => {
      if (!this.#popup.closed) return this.#lookAgain();
      this.#taker.onClosed();
      this.#changed();
    });
  }

  #changed(): void {
    if (this.state !== 'opening' && this.state !== 'asked') this.#stop();
    for (const watcher of [...this.#watchers]) watcher();
  }

  #stop(): void {
    this.#listening.abort();
    this.#late[Symbol.dispose]();
    this.#look?.[Symbol.dispose]();
  }
}
