import type { CryptoBackend, FeedId, Role } from '@open-rooms/protocol';
import type { ReadonlySignal } from '@preact/signals-core';
import type { MessageStore } from '../chat/message-store.ts';
import type { Glimpse } from '../connection/look-at.ts';
import type { Strangers } from '../contacts/consent.ts';
import type { KeyState, KeyVault } from '../identity/key-vault.ts';
import { watchedSignal } from './watched-signal.ts';

/** The person behind the page: their key, and what this browser keeps for them. */
export interface Self {
  readonly vault: KeyVault;
  /** How the vault is, for whoever shows it. */
  readonly key: ReadonlySignal<KeyFacts>;
  /** Locks a key that has a passphrase, in every tab. */
  readonly lock: () => void;
  readonly crypto: CryptoBackend;
  readonly messages: MessageStore;
  /** Why nothing is kept beyond this page, as a sentence; `undefined` where it is. */
  readonly trouble: string | undefined;
  /** Asks the browser not to clear this away by itself. Answers whether it promises that. */
  readonly persist: () => Promise<boolean>;
  /** Looks who a room is, from outside; see `lookAt`. Rejects with `JoinError`. */
  readonly look: (room: string, signal: AbortSignal) => Promise<Glimpse>;
  /** What an invite makes one in its room; see `roleOfInvite`. Rejects with `JoinError` where it brings nobody in. */
  readonly lookAtInvite: (invite: string, signal: AbortSignal) => Promise<Role | undefined>;
  /** Makes this tab the one that is in the rooms. */
  readonly takeOver: () => void;
  /**
   * Whether anybody may know the key that is here: it was in a room, somebody is in its book, it has a passphrase, it
   * was brought from elsewhere, or owns a room.
   */
  readonly isKnown: () => Promise<boolean>;
  /** What strangers get. */
  readonly strangers: ReadonlySignal<Strangers>;
  /** Keeps what strangers get, and holds to it from now on. Rejects with `Refused` where it is not kept. */
  readonly chooseStrangers: (strangers: Strangers) => Promise<void>;
  /** Whether the own IP address is hidden from those whom one meets: then no path is direct. */
  readonly isAddressHidden: ReadonlySignal<boolean>;
  /** Hides it, or shows it, from now on. Rejects with `Refused` where that is not kept. */
  readonly hideAddress: (isHidden: boolean) => Promise<void>;
}

/** What may be shown of a key. */
export interface KeyFacts {
  readonly state: KeyState;
  /** `undefined` while there is none. */
  readonly id: FeedId | undefined;
  readonly hasPassphrase: boolean;
  /** See `KeyVault.asksPassphrase`. */
  readonly asksPassphrase: boolean;
}

/** The facts of a vault, live. */
export function keyFacts(vault: KeyVault): ReadonlySignal<KeyFacts> {
  let last: KeyFacts | undefined;
  const read = (): KeyFacts => {
    const { state, id, hasPassphrase, asksPassphrase } = vault;
    const facts = { state, id, hasPassphrase, asksPassphrase };
    if (last === undefined || !isSame(last, facts)) last = facts;
    return last;
  };
  return watchedSignal(read, (onChange) => vault.watch(onChange));
}

function isSame(one: KeyFacts, other: KeyFacts): boolean {
  return (
    one.state === other.state &&
    one.id === other.id &&
    one.hasPassphrase === other.hasPassphrase &&
    one.asksPassphrase === other.asksPassphrase
  );
}
