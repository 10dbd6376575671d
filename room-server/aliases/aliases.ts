import {
  type AliasAddress,
  type Clock,
  type CryptoBackend,
  type FeedId,
  isAliasLabel,
  readAlias,
  readSignature,
  TokenBucket,
  toBase64,
  verifyAliasRegistration,
} from '@open-rooms/protocol';
import type { TakeDown } from '../audit/happening.ts';
import type { Actor } from '../rooms/actor.ts';
import type { Alias, AliasStore } from '../store/ports/aliases.ts';
import * as refusals from './alias-refusals.ts';
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
  /** The web address of an alias: `https://room.example/alias/bob`. */
  readonly urlOf: (label: string) => string;
  /** Whether somebody may have an alias, as the room is now: asked again when one is written. */
  readonly mayHave: (feed: FeedId) => boolean;
  /** Whether somebody is banned: their aliases lead to nobody meanwhile. */
  readonly isBanned: (feed: FeedId) => boolean;
  readonly clock: Pick<Clock, 'now'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly takeDown: TakeDown;
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
   * @param caller with the key that they have proven, whose signature it must be
   * @param signatureText `BASE64.sig.ed25519` over the registration
   * @throws Refused `bad-argument` (signature or label cannot be read), `not-allowed` (reserved, or signed by
   *   somebody else), `taken`, `too-many`
   */
  async register(caller: Actor & { kind: 'feed' }, label: string, signatureText: string): Promise<string> {
    const signature = readSignature(signatureText);
    if (typeof signature === 'string') throw refusals.badSignature(signature);
    if (!isAliasLabel(label)) throw refusals.noLabel(label);
    const reason = reasonToReserve(label);
    if (reason !== undefined) throw refusals.reserved(label, reason);
    const registration = { roomId: this.#parts.roomId, userId: caller.id, alias: label };
    if (!verifyAliasRegistration(this.#parts.crypto, registration, signature))
      throw refusals.notSigned(label);
    await this.#keep(caller, { name: label, feed: caller.id, signature: toBase64(signature) });
    return this.urlOf(label);
  }

  /**
   * Takes the name `label` from `caller`, whose it must be.
   * @throws Refused `not-found`, `not-allowed` (somebody else's), `too-many`
   */
  async revoke(caller: Actor & { kind: 'feed' }, label: string): Promise<true> {
    const known = await this.#parts.store.alias(label.toLowerCase());
    if (known === undefined) throw refusals.nothingToRevoke(label);
    if (known.feed !== caller.id) throw refusals.notYours(known.name);
    this.#change();
    await this.#takeAway(caller, known, { byRight: false });
    return true;
  }

  /**
   * Takes a name from whoever has it.
   * @param text the name, in any form that people write
   * @throws Refused `not-found`, `bad-argument` (it cannot be read)
   */
  async moderate(actor: Actor, text: string, reason: string): Promise<void> {
    await this.#takeAway(actor, await this.#find(text), { byRight: true, reason });
  }

  /** Takes every name from somebody, who is no member any more; `by` is whoever made it so. */
  async revokeAll(feed: FeedId, by: Actor | null = null, reason = ''): Promise<void> {
    const { store, takeDown } = this.#parts;
    const byRight = by !== null;
    for (const name of await store.revokeAll(feed)) {
      takeDown({ event: 'alias_revoke', by, byRight, subject: name, message: `It was of ${feed}.`, reason });
    }
  }

  /** The names of a feed, oldest first. */
  async list(feed: FeedId): Promise<string[]> {
    return (await this.#parts.store.aliasesOf(feed)).map(({ name }) => name);
  }

  /** Every name, in the order of the alphabet. */
  all(): Promise<Alias[]> {
    return this.#parts.store.aliases();
  }

  /** The web address of an alias. */
  urlOf(label: string): string {
    return this.#parts.urlOf(label);
  }

  /**
   * An alias with its owner's word for it. `text` is the name itself, or an alias in any form that people write
   * (`@bob@room.example`); which host it names is not looked at, since a room has more names than it knows of.
   * @throws Refused `not-found` where nobody has it, or somebody who is banned; `bad-argument` where it cannot be read
   */
  async resolve(text: string): Promise<Alias> {
    const alias = await this.#find(text);
    if (this.#parts.isBanned(alias.feed)) throw refusals.nobody(alias.name, undefined);
    return alias;
  }

  /** Whose a name is: {@link resolve} for those who need no more. */
  async whois(text: string): Promise<FeedId> {
    return (await this.resolve(text)).feed;
  }

  async #find(text: string): Promise<Alias> {
    const { label, host } = readName(text);
    const known = isAliasLabel(label) ? await this.#parts.store.alias(label) : undefined;
    if (known === undefined) throw refusals.nobody(label, host);
    return known;
  }

  async #keep(caller: Actor, alias: Pick<Alias, 'name' | 'feed' | 'signature'>): Promise<void> {
    const { store, now, mayHave, takeDown } = this.#parts;
    const known = await store.alias(alias.name);
    if (known !== undefined && known.feed !== alias.feed) throw refusals.taken(alias.name);
    if (known?.signature === alias.signature) return;
    this.#change();
    const limits = { perFeed: MAX_ALIASES_PER_FEED, inAll: MAX_ALIASES };
    const outcome = await store.register({ ...alias, registeredAt: now() }, limits);
    if (outcome === 'taken') throw refusals.taken(alias.name);
    if (outcome === 'too-many') throw refusals.tooMany(alias.name, MAX_ALIASES_PER_FEED);
    if (outcome === 'full') throw refusals.full(alias.name, MAX_ALIASES);
    // Whoever was removed meanwhile has lost all names already: this one would outlive them.
    if (!mayHave(alias.feed)) {
      await store.revoke(alias.name, alias.feed);
      throw refusals.noMoreAllowed(alias.name);
    }
    takeDown({ event: 'alias_register', by: caller, subject: alias.name });
  }

  async #takeAway(
    actor: Actor,
    { name, feed }: Alias,
    { byRight, reason = '' }: { readonly byRight: boolean; readonly reason?: string },
  ): Promise<void> {
    const { store, takeDown } = this.#parts;
    const outcome = await store.revoke(name, feed);
    if (outcome === 'unknown') throw refusals.nothingToRevoke(name);
    if (outcome === 'not-theirs') throw refusals.notYours(name);
    const message = `It was of ${feed}.`;
    takeDown({ event: 'alias_revoke', by: actor, byRight, subject: name, message, reason });
  }

  /** Counts a write. Throws Refused `too-many` where there are more than the disk shall have to do with. */
  #change(): void {
    const now = this.#parts.clock.now();
    if (this.#changes.delay(now) > 0) throw refusals.tooOften();
    this.#changes.take(now);
  }
}

/** The label of a name as people write it, in small letters; with the host where they wrote one. */
function readName(text: string): Pick<AliasAddress, 'label'> & { host?: string } {
  const name = text.trim().replace(/^@(?=[^@:.]*$)/, '');
  return /[@:./]/.test(name) ? readAlias(name) : { label: name.toLowerCase() };
}
