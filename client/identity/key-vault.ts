import { type CryptoBackend, type FeedId, toBase64 } from '@open-rooms/protocol';
import { createIdentity, type Identity, identityOfSeed, seedOf } from './identity.ts';
import type { KeptKey, KeyStore } from './kept-key.ts';
import { KeyError } from './key-error.ts';
import { type OnProgress, openSealedKey, SEAL_COST, type SealCost, sealKey } from './sealed-key.ts';

/** `none`: a first visit. `open`: at hand. `sealed`: a passphrase opens it. */
export type KeyState = 'none' | 'open' | 'sealed';

/** A shorter one is guessed in hours by whoever has the sealed key, whatever scrypt costs. */
const PASSPHRASE_MIN_CHARS = 8;

export interface KeyVaultOptions {
  readonly store: KeyStore;
  readonly crypto: CryptoBackend;
  /** What guessing a passphrase costs; {@link SEAL_COST} where nobody says. */
  readonly cost?: SealCost;
}

/** The one key of a person, where they are: made, taken over, sealed, opened, forgotten. Tabs share it. */
export class KeyVault implements Disposable {
  readonly #store: KeyStore;
  readonly #crypto: CryptoBackend;
  readonly #cost: SealCost;
  readonly #watchers = new Set<() => void>();
  readonly #following: Disposable;
  #kept: KeptKey | undefined;
  #identity: Identity | undefined;
  /** A sealed key was opened by bringing the key itself: whoever did has no passphrase, and needs none. */
  #isBrought = false;

  private constructor({ store, crypto, cost = SEAL_COST }: KeyVaultOptions) {
    this.#store = store;
    this.#crypto = crypto;
    this.#cost = cost;
    this.#following = store.onChange(() => {
      // One that cannot be read now is read again before the next change, which then tells whoever asked for it.
      store.read().then(
        (kept) => this.#took(kept),
        () => undefined,
      );
    });
  }

  /** Reads what is kept. Rejects where that cannot be read. */
  static async open(options: KeyVaultOptions): Promise<KeyVault> {
    const vault = new KeyVault(options);
    try {
      vault.#took(await options.store.read());
      return vault;
    } catch (error) {
      vault[Symbol.dispose]();
      throw error;
    }
  }

  get state(): KeyState {
    if (this.#kept === undefined) return 'none';
    return this.#identity === undefined ? 'sealed' : 'open';
  }

  /** The person's id: known while the key is sealed, too. */
  get id(): FeedId | undefined {
    return this.#kept?.id;
  }

  /** The key, while it is open. */
  get identity(): Identity | undefined {
    return this.#identity;
  }

  /** Whether a passphrase is asked for when the page is opened again. */
  get hasPassphrase(): boolean {
    return this.#kept !== undefined && 'sealed' in this.#kept;
  }

  /** Whether its passphrase is asked for before it is changed, or the key is shown. */
  get asksPassphrase(): boolean {
    return this.hasPassphrase && !this.#isBrought;
  }

  /** Makes a key where there is none. Where another tab made one meanwhile, that is the one. */
  async create(): Promise<void> {
    const made = bare(createIdentity(this.#crypto));
    this.#took(await this.#store.change((kept) => kept ?? made));
  }

  /**
   * Takes a key from elsewhere: a phrase, another device, another room's page. The one that is here is only ever
   * replaced where `replace` says so: whoever knew it then knows a stranger. Where it is the one that is sealed here it
   * is open then, and whoever has forgotten the passphrase may set another.
   * @throws KeyError `other-key`
   */
  async adopt(identity: Identity, { replace = false }: { readonly replace?: boolean } = {}): Promise<void> {
    const kept = await this.#store.change((before) => {
      if (before?.id === identity.id) return before;
      if (before !== undefined && !replace) throw otherKey(before.id, identity.id);
      return bare(identity);
    });
    const wasSealed = this.state === 'sealed' && kept !== undefined && 'sealed' in kept;
    if (wasSealed) this.#isBrought = true;
    this.#took(kept, identity);
  }

  /**
   * Opens a sealed key.
   * @throws KeyError `no-key`, `wrong-passphrase`, `damaged`, `newer`
   */
  async unlock(passphrase: string, onProgress?: OnProgress): Promise<void> {
    const kept = this.#known();
    if (this.#identity !== undefined || !('sealed' in kept)) return;
    const identity = await this.#opened(kept, passphrase, onProgress);
    if (this.#kept?.id === identity.id) this.#took(this.#kept, identity);
  }

  /** Forgets an opened key until the passphrase is given again. Without a passphrase it stays open. */
  lock(): void {
    if (!this.hasPassphrase) return;
    this.#identity = undefined;
    this.#isBrought = false;
    this.#tell();
  }

  /**
   * The key, for whoever is to write it down or to carry it off: a page that was left open is not enough for that.
   * @throws KeyError `no-key`, `sealed`, `wrong-passphrase`
   */
  async reveal(current?: string, onProgress?: OnProgress): Promise<Identity> {
    return this.#proven(current, onProgress);
  }

  /**
   * Seals the key with a passphrase, or with another one than before.
   * @param current the one it is sealed with now, where it {@link KeyVault.asksPassphrase}
   * @throws KeyError `no-key`, `sealed`, `weak-passphrase`, `wrong-passphrase`
   */
  async setPassphrase(passphrase: string, current?: string, onProgress: OnProgress = ignored): Promise<void> {
    const length = [...passphrase].length;
    if (length < PASSPHRASE_MIN_CHARS)
      throw new KeyError(
        'weak-passphrase',
        `Cannot use that passphrase: it has ${length} characters, and ${PASSPHRASE_MIN_CHARS} is the least. Four words that do not belong together are easy to keep.`,
      );
    const [proving, sealing] = this.asksPassphrase ? halves(onProgress) : [ignored, onProgress];
    const identity = await this.#proven(current, proving);
    const sealed = await sealKey(identity, passphrase, this.#crypto, {
      cost: this.#cost,
      onProgress: sealing,
    });
    await this.#keep(identity, { version: 1, id: identity.id, sealed });
  }

  /**
   * Keeps the key without a passphrase from now on.
   * @throws KeyError `no-key`, `sealed`, `wrong-passphrase`
   */
  async removePassphrase(current?: string, onProgress?: OnProgress): Promise<void> {
    const identity = await this.#proven(current, onProgress);
    await this.#keep(identity, bare(identity));
  }

  /** Takes the key away from here, for ever. Whoever has no copy cannot be that person again. */
  async forget(): Promise<void> {
    this.#took(await this.#store.change(() => undefined));
  }

  /** Calls `listener` after each change, own and of other tabs, until disposed. */
  watch(listener: () => void): Disposable {
    const own = () => listener();
    this.#watchers.add(own);
    return { [Symbol.dispose]: () => void this.#watchers.delete(own) };
  }

  /** Stops following other tabs. */
  [Symbol.dispose](): void {
    this.#following[Symbol.dispose]();
  }

  /** The open key, once the passphrase that seals it, where one does, is known to whoever asks. */
  async #proven(current: string | undefined, onProgress?: OnProgress): Promise<Identity> {
    const kept = this.#known();
    if (this.#isBrought && this.#identity !== undefined) return this.#identity;
    if ('sealed' in kept) {
      if (current === undefined) throw new KeyError('sealed', 'Give the passphrase of now first.');
      return this.#opened(kept, current, onProgress);
    }
    return identityOfSeed(kept.seed, this.#crypto);
  }

  #known(): KeptKey {
    if (this.#kept !== undefined) return this.#kept;
    throw new KeyError('no-key', 'There is no key here yet. Make one, or bring yours from another device.');
  }

  async #opened(
    kept: KeptKey & { sealed: Uint8Array },
    passphrase: string,
    onProgress?: OnProgress,
  ): Promise<Identity> {
    const identity = await openSealedKey(kept.sealed, passphrase, this.#crypto, onProgress);
    if (identity.id === kept.id) return identity;
    throw new KeyError(
      'damaged',
      `The key that is kept here is not the one of ${kept.id}. Bring yours from another device or from your phrase.`,
    );
  }

  async #keep(identity: Identity, next: KeptKey): Promise<void> {
    const kept = await this.#store.change((before) => {
      if (before?.id !== identity.id)
        throw new KeyError(
          'other-key',
          'Another tab has changed the key meanwhile. Look at it again, and repeat.',
        );
      return next;
    });
    this.#isBrought = false;
    this.#took(kept, identity);
  }

  /** Takes note of what is kept, and of the key in it where that is known. */
  #took(kept: KeptKey | undefined, known = this.#identity): void {
    // Another tab has closed it with another passphrase: that one is asked for from now on.
    if (sealOf(this.#kept) !== sealOf(kept)) this.#isBrought = false;
    this.#kept = kept;
    if (kept === undefined) this.#identity = undefined;
    else if ('seed' in kept) this.#identity = identityOfSeed(kept.seed, this.#crypto);
    else this.#identity = known?.id === kept.id ? known : undefined;
    if (this.#identity === undefined) this.#isBrought = false;
    this.#tell();
  }

  #tell(): void {
    for (const watcher of [...this.#watchers]) watcher();
  }
}

const ignored: OnProgress = () => undefined;

/** The progress of two works of one length, one after the other. */
function halves(onProgress: OnProgress): [OnProgress, OnProgress] {
  return [(part) => onProgress(part / 2), (part) => onProgress((1 + part) / 2)];
}

function bare(identity: Identity): KeptKey {
  return { version: 1, id: identity.id, seed: seedOf(identity) };
}

function otherKey(here: FeedId, there: FeedId): KeyError {
  return new KeyError(
    'other-key',
    `Cannot take the key of ${there}: that of ${here} is here. Keep a copy of it before it is replaced: nobody can give it back.`,
  );
}

/** What the passphrase has made of the key: empty where there is none. */
function sealOf(kept: KeptKey | undefined): string {
  return kept !== undefined && 'sealed' in kept ? toBase64(kept.sealed) : '';
}
