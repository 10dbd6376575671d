import type { CryptoBackend } from '@open-rooms/protocol';
import type { KeyVault } from '../identity/key-vault.ts';
import { type GiverState, TransferGiver, type TransferSend } from '../identity/transfer-giver.ts';
import { readTransferMessage, writeTransferMessage } from '../identity/transfer-messages.ts';
import { webClock } from './web-clock.ts';

/**
 * The page that was opened by one of another origin which wants its person's key: spec/key-transfer.md. Show the whole
 * {@link KeyGiving.asker}, and a button for yes that is off until {@link KeyGiving.canConfirm}.
 */
export class KeyGiving implements Disposable {
  readonly #giver: TransferGiver;
  readonly #opener: Window;
  readonly #watchers = new Set<() => void>();
  readonly #listening = new AbortController();
  #timer: Disposable | undefined;

  private constructor(vault: KeyVault, crypto: CryptoBackend, opener: Window) {
    this.#opener = opener;
    this.#giver = new TransferGiver({ own: location.origin, crypto, identity: () => vault.identity });
    const { signal } = this.#listening;
    const onMessage = ({ source, origin, data }: MessageEvent) => {
      const message = source === opener ? readTransferMessage(data) : undefined;
      if (message === undefined) return;
      this.#do((now) => this.#giver.onMessage(origin, message, now));
      if (vault.state === 'none') this.#do(() => this.#giver.hasNone());
    };
    addEventListener('message', onMessage, { signal });
    // Only what is in front is seen: another window may have lain over this one until now.
    addEventListener('focus', () => this.#shown(), { signal });
    document.addEventListener('visibilitychange', () => this.#shown(), { signal });
    this.#do(() => this.#giver.start());
  }

  /** For the page at `/transfer`; `undefined` where no page has opened it, or it stands in a frame of another. */
  static open(vault: KeyVault, crypto: CryptoBackend): KeyGiving | undefined {
    const { opener } = window;
    if (opener === null || window.top !== window) return undefined;
    return new KeyGiving(vault, crypto, opener);
  }

  get state(): GiverState {
    return this.#giver.state;
  }

  /** The origin that asks, to be shown whole. */
  get asker(): string | undefined {
    return this.#giver.asker;
  }

  /** Whether somebody on the way could read and change the page that asks: say so. */
  get isPlain(): boolean {
    return this.#giver.isPlain;
  }

  /** Whether yes counts now: the question has been in front for a while. */
  get canConfirm(): boolean {
    return webClock.now() >= this.#giver.confirmFrom;
  }

  confirm(): void {
    this.#do((now) => this.#giver.confirm(now));
  }

  /** The page has just changed under its person's hand: yes counts again after a while. */
  askAgain(): void {
    this.#shown();
  }

  decline(): void {
    this.#do(() => this.#giver.decline());
  }

  /** Calls `listener` after each change, `canConfirm` included, until disposed. */
  watch(listener: () => void): Disposable {
    const own = () => listener();
    this.#watchers.add(own);
    return { [Symbol.dispose]: () => void this.#watchers.delete(own) };
  }

  [Symbol.dispose](): void {
    this.#timer?.[Symbol.dispose]();
    this.#listening.abort();
  }

  #shown(): void {
    this.#do((now) => {
      this.#giver.onShown(now);
      return undefined;
    });
  }

  #do(act: (now: number) => TransferSend | undefined): void {
    const now = webClock.now();
    const send = act(now);
    if (send !== undefined) this.#opener.postMessage(writeTransferMessage(send.message), send.to);
    this.#tell();
    this.#waitToConfirm();
  }

  /** Tells when yes counts. Timers of browsers may be a little early: it is waited again then. */
  #waitToConfirm(): void {
    this.#timer?.[Symbol.dispose]();
    const left = this.#giver.confirmFrom - webClock.now();
    if (left <= 0 || left === Number.POSITIVE_INFINITY) return;
    this.#timer = webClock.after(Math.ceil(left), () => {
      this.#tell();
      this.#waitToConfirm();
    });
  }

  #tell(): void {
    for (const watcher of [...this.#watchers]) watcher();
  }
}
