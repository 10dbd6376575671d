import {
  ALIAS_MAX_CHARS,
  type AliasAddress,
  type Clock,
  type CryptoBackend,
  type FeedId,
  isAliasLabel,
  Refused,
  readAlias,
  readSignature,
  type SignatureFault,
  TokenBucket,
  toBase64,
  verifyAliasRegistration,
} from '@open-rooms/protocol';
import type { AliasStore } from '../store/port.ts';
import { reasonToReserve } from './reserved.ts';

/** Aliases of one feed: a name, its other spellings, an old one or two; not everybody's names. */
export const MAX_ALIASES_PER_FEED = 10;
/** Aliases of a room. Keys cost nothing, so that only this bounds the table: about 30 MB. */
const MAX_ALIASES = 100_000;
/**
 * Writes that aliases may ask of the disk each second, and at once, whoever asks: each is synced while everybody waits.
 * Not by feed, since whoever means harm has as many as they like.
 */
export const MAX_ALIAS_CHANGES_PER_SECOND = 10;
export const MAX_ALIAS_CHANGES_AT_ONCE = 100;

/** What aliases are made of. */
export interface AliasParts {
  readonly roomId: FeedId;
  readonly store: AliasStore;
  readonly crypto: Pick<CryptoBackend, 'verify'>;
  /** Where the room's pages are, without a slash at the end: `https://room.example`. */
  readonly web: () => string;
  readonly clock: Pick<Clock, 'now'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** The names that people have in a room: a service of plain values, whoever may ask. */
export class Aliases {
  readonly #parts: AliasParts;
  readonly #changes = new TokenBucket(MAX_ALIAS_CHANGES_PER_SECOND, MAX_ALIAS_CHANGES_AT_ONCE);

  constructor(parts: AliasParts) {
    this.#parts = parts;
  }

  /**
   * Gives `caller` the name `label`; answers its web address. Asked again, for one's own, it answers the same.
   * @param caller the key that the caller has proven, whose signature it must be
   * @param signatureText `BASE64.sig.ed25519` over the registration
   * @throws Refused `bad-argument` (signature or label cannot be read), `not-allowed` (reserved, or signed by
   *   somebody else), `taken`, `too-many`
   */
  async register(caller: FeedId, label: string, signatureText: string): Promise<string> {
    const signature = readSignature(signatureText);
    if (typeof signature === 'string') throw badSignature(signature);
    if (!isAliasLabel(label)) throw noLabel(label);
    const reason = reasonToReserve(label);
    if (reason !== undefined) throw reserved(label, reason);
    const registration = { roomId: this.#parts.roomId, userId: caller, alias: label };
    if (!verifyAliasRegistration(this.#parts.crypto, registration, signature)) throw notSigned(label);
    await this.#keep({ name: label, feed: caller, signature: toBase64(signature) });
    return `${this.#parts.web()}/alias/${label}`;
  }

  /**
   * Takes the name `label` from `caller`, whose it must be.
   * @throws Refused `not-found`, `not-allowed` (somebody else's), `too-many`
   */
  async revoke(caller: FeedId, label: string): Promise<true> {
    const { store } = this.#parts;
    const known = await store.alias(label.toLowerCase());
    if (known === undefined) throw nothingToRevoke(label);
    if (known.feed !== caller) throw notYours(known.name);
    this.#change();
    const outcome = await store.revoke(known.name, caller);
    if (outcome === 'not-theirs') throw notYours(known.name);
    return true;
  }

  /** The names of a feed, oldest first. */
  async list(feed: FeedId): Promise<string[]> {
    return (await this.#parts.store.aliasesOf(feed)).map(({ name }) => name);
  }

  /**
   * Whose a name is. `text` is the name itself, or an alias in any form that people write (`@bob@room.example`); which
   * host it names is not looked at, since a room has more names than it knows of.
   * @throws Refused `not-found` where nobody has it, `bad-argument` where it cannot be read
   */
  async whois(text: string): Promise<FeedId> {
    const { label, host } = readName(text);
    const known = isAliasLabel(label) ? await this.#parts.store.alias(label) : undefined;
    if (known !== undefined) return known.feed;
    throw nobody(label, host);
  }

  async #keep(alias: { name: string; feed: FeedId; signature: string }): Promise<void> {
    const { store, now } = this.#parts;
    const known = await store.alias(alias.name);
    if (known !== undefined && known.feed !== alias.feed) throw taken(alias.name);
    if (known?.signature === alias.signature) return;
    this.#change();
    const limits = { perFeed: MAX_ALIASES_PER_FEED, inAll: MAX_ALIASES };
    const outcome = await store.register({ ...alias, registeredAt: now() }, limits);
    if (outcome === 'taken') throw taken(alias.name);
    if (outcome === 'too-many') throw tooMany(alias.name);
    if (outcome === 'full') throw full(alias.name);
  }

  /** Counts a write. Throws Refused `too-many` where there are more than the disk shall have to do with. */
  #change(): void {
    const now = this.#parts.clock.now();
    if (this.#changes.delay(now) > 0) {
      throw new Refused(
        'too-many',
        'Aliases change too often in this room at the moment: try again in a minute.',
      );
    }
    this.#changes.take(now);
  }
}

/** The label of a name as people write it, in small letters; with the host where they wrote one. */
function readName(text: string): Pick<AliasAddress, 'label'> & { host?: string } {
  const name = text.trim().replace(/^@(?=[^@:.]*$)/, '');
  return /[@:./]/.test(name) ? readAlias(name) : { label: name.toLowerCase() };
}

/** Other rooms say the beginnings of these sentences, and those below; how to mend it comes after them. */
const BAD_SIGNATURES: Readonly<Record<SignatureFault, string>> = {
  'no-suffix': 'signature does not have the expected suffix: write it as BASE64.sig.ed25519',
  'bad-encoding': 'bad signature encoding: what stands before .sig.ed25519 should be base64 of 64 bytes',
};

function badSignature(fault: SignatureFault): Refused {
  return new Refused('bad-argument', BAD_SIGNATURES[fault]);
}

function noLabel(label: string): Refused {
  const form = `1 to ${ALIAS_MAX_CHARS} small letters, digits and inner "-", beginning with a letter`;
  return new Refused('bad-argument', `invalid alias ${quote(label)}: use ${form}`);
}

function reserved(label: string, reason: string): Refused {
  return new Refused('not-allowed', `alias ("${label}") is reserved, because ${reason}: choose another name`);
}

function notSigned(label: string): Refused {
  const text = `=room-alias-registration:ROOM_ID:YOUR_ID:${label}`;
  return new Refused('not-allowed', `invalid signature: sign ${text} with the key that you connect with`);
}

function taken(label: string): Refused {
  return new Refused('taken', `alias ("${label}") is already taken: choose another name`);
}

function tooMany(label: string): Refused {
  const most = `you have ${MAX_ALIASES_PER_FEED} aliases in this room, which is the most`;
  return new Refused('too-many', `registerAlias: cannot register "${label}": ${most}; revoke one first`);
}

function full(label: string): Refused {
  const most = `this room has ${MAX_ALIASES} aliases, which is the most`;
  return new Refused('too-many', `registerAlias: cannot register "${label}": ${most}; ask who runs it`);
}

function nothingToRevoke(label: string): Refused {
  return new Refused('not-found', `revokeAlias: nobody has the alias ${quote(label)} in this room`);
}

function notYours(label: string): Refused {
  return new Refused(
    'not-allowed',
    `revokeAlias: not your alias: "${label}" is somebody else's, and theirs to revoke`,
  );
}

function nobody(label: string, host: string | undefined): Refused {
  const elsewhere = host === undefined ? '' : `, and that "${host}" is this room`;
  return new Refused(
    'not-found',
    `Nobody is known as ${quote(label)} in this room: check the spelling${elsewhere}.`,
  );
}

function quote(text: string): string {
  return JSON.stringify(text.slice(0, ALIAS_MAX_CHARS));
}
