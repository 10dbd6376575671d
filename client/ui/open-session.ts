import { Refused } from '@open-rooms/protocol';
import { computed, type ReadonlySignal } from '@preact/signals-core';
import { Client } from '../client.ts';
import { lookAt, roleOfInvite } from '../connection/look-at.ts';
import type { Strangers } from '../contacts/consent.ts';
import type { Identity } from '../identity/identity.ts';
import { KeyError } from '../identity/key-error.ts';
import { KeyVault } from '../identity/key-vault.ts';
import { ClientState } from '../state/client-state.ts';
import type { PageState, Session } from '../state/page-state.ts';
import { keyFacts, type Self } from '../state/self.ts';
import { whenDefined } from '../state/when-defined.ts';
import {
  openBrowserRuntime,
  openTabRole,
  openWebStorage,
  type WebStorage,
  watchAwake,
} from '../web/index.ts';
import { KeptChoice } from './preferences/kept-choice.ts';
import { isKnownKey } from './preferences/known-key.ts';
import { STRANGERS_CHOICES } from './preferences/strangers-choices.ts';
import type { Route } from './routing/routes.ts';
import { scriptUrl } from './trusted-urls.ts';

/** What a session is made of. */
interface Parts {
  readonly storage: WebStorage;
  readonly runtime: Awaited<ReturnType<typeof openBrowserRuntime>>;
  readonly vault: KeyVault;
  readonly role: ReturnType<typeof openTabRole>;
  readonly strangers: KeptChoice<Strangers>;
  /** Whether their IP address is hidden from those whom they meet. */
  readonly isHidden: KeptChoice<boolean>;
}

/**
 * Opens the person behind the page: makes a key on the first visit, and a client of it in the one tab that is in the
 * rooms. From then on `page.session` follows the key and the tab. Loaded when the page is shown already.
 *
 * While `route` is the page where keys are given and taken, it makes none and is in no room: a key that comes replaces
 * nobody, and one that is made in that moment is never given away in the place of the one that is meant.
 */
export async function openSession(page: PageState, route: ReadonlySignal<Route>): Promise<void> {
  try {
    const [storage, runtime] = await Promise.all([openWebStorage(), openBrowserRuntime()]);
    const vault = await KeyVault.open({ store: storage.key, crypto: runtime.crypto });
    storage.locking.onChange(() => vault.lock());
    const choices = await openChoices(storage.settings);
    const role = Promise.withResolvers<Parts['role']>();
    page.self.value = selfOf({ storage, runtime, vault, ...choices }, role.promise);
    await whenDefined(
      computed(() => (route.value.screen === 'transfer' ? undefined : route.value)),
      new AbortController().signal,
    );
    if (vault.state === 'none') await vault.create();
    const opened = openTabRole();
    role.resolve(opened);
    new OpenSession({ storage, runtime, vault, ...choices, role: opened }, page).follow();
    void loadAtADoor(page, route);
  } catch (error) {
    page.session.value = failedBy(error);
  }
}

/** Browsers that hide addresses from every page have no direct connections; everything goes through the room there. */
const CAN_LINK = 'RTCPeerConnection' in globalThis;

/** What makes direct connections is large: it is loaded once, when somebody may be met. */
const loadLinks = () => import('../links/index.ts');

/** What captures and plays is small; its workers, which are not, come with the first share that is made or watched. */
async function loadMedia(page: PageState): Promise<void> {
  const { WebMedia } = await import('../web/media/index.ts');
  page.media.value ??= new WebMedia({ scriptUrl });
}

/** Whoever reads what stands at the door of a room meets somebody soon. What does not come now is asked for then. */
async function loadAtADoor(page: PageState, route: ReadonlySignal<Route>): Promise<void> {
  const isAtADoor = computed(
    () => (route.value.screen === 'room' && page.stage.value === 'ready') || undefined,
  );
  await whenDefined(isAtADoor, new AbortController().signal);
  await loadMedia(page).catch(reportError);
  if (CAN_LINK) await loadLinks().catch(() => undefined);
}

/** What the person has chosen in this browser. */
async function openChoices(settings: WebStorage['settings']): Promise<Pick<Parts, 'strangers' | 'isHidden'>> {
  const [strangers, isHidden] = await Promise.all([
    KeptChoice.open<Strangers>(settings, 'strangers', STRANGERS_CHOICES),
    KeptChoice.open(settings, 'address-hidden', [false, true]),
  ]);
  return { strangers, isHidden };
}

function selfOf(parts: Omit<Parts, 'role'>, role: Promise<Parts['role']>): Self {
  const { storage, runtime, vault, strangers, isHidden } = parts;
  const { messages, trouble, contacts, rooms } = storage;
  return {
    vault,
    key: keyFacts(vault),
    lock: () => {
      vault.lock();
      storage.locking.tell();
    },
    crypto: runtime.crypto,
    messages,
    trouble,
    persist: () => storage.persist(),
    look: (room, signal) => lookAt(room, runtime, signal),
    lookAtInvite: (invite, signal) => roleOfInvite(invite, runtime, signal),
    takeOver: () => void role.then((tab) => tab.takeOver()),
    isKnown: async () => {
      if (vault.id === undefined) return false;
      if (isKnownKey(vault.id)) return true;
      const books = await Promise.all([contacts.load(), rooms.load()]);
      return vault.hasPassphrase || books.some((book) => book.length > 0);
    },
    strangers: strangers.value,
    chooseStrangers: (choice) => strangers.choose(choice),
    isAddressHidden: isHidden.value,
    hideAddress: (choice) => isHidden.choose(choice),
  };
}

/** Has a client while this tab is in the rooms and the key is open, and none otherwise. */
class OpenSession {
  readonly #parts: Parts;
  readonly #page: PageState;
  #client: Client | undefined;
  /** Changes come one after the other: a client leaves its rooms before the next one enters them. */
  #turn: Promise<void> = Promise.resolve();

  constructor(parts: Parts, page: PageState) {
    this.#parts = parts;
    this.#page = page;
  }

  follow(): void {
    const { vault, role, strangers, isHidden } = this.#parts;
    const change = () => {
      this.#turn = this.#turn.then(() => this.#change());
    };
    vault.watch(change);
    strangers.value.subscribe((choice) => this.#client?.setStrangers(choice));
    isHidden.value.subscribe((hidden) => {
      if (hidden) this.#client?.links.hide();
      else this.#client?.links.nudge();
    });
    role.watch(change);
    watchAwake(() => {
      for (const room of this.#client?.rooms.snapshot() ?? []) room.nudge();
      this.#client?.links.nudge();
    });
    change();
  }

  async #change(): Promise<void> {
    const identity = this.#wanted();
    if (identity !== undefined && this.#client?.id === identity.id) return;
    this.#page.session.value = this.#without();
    const before = this.#client;
    this.#client = undefined;
    // One that does not close is no reason to have none from now on.
    await before?.[Symbol.asyncDispose]().catch(reportError);
    if (identity === undefined) return;
    try {
      this.#client = await this.#open(identity);
      this.#page.session.value = { kind: 'open', state: new ClientState(this.#client) };
    } catch (error) {
      this.#page.session.value = failedBy(error);
    }
  }

  #wanted(): Identity | undefined {
    const { vault, role } = this.#parts;
    return role.role === 'active' ? vault.identity : undefined;
  }

  /** What the session is while there is no client. */
  #without(): Session {
    const { vault, role } = this.#parts;
    if (role.role === 'other') return { kind: 'elsewhere' };
    return vault.state === 'sealed' ? { kind: 'locked' } : { kind: 'opening' };
  }

  async #open(identity: Identity): Promise<Client> {
    const { runtime, storage, strangers, isHidden } = this.#parts;
    const { contacts, rooms, messages } = storage;
    return Client.open({
      ...{ identity, runtime, contacts, rooms, messages },
      strangers: strangers.value.peek(),
      ...(CAN_LINK && { links: loadLinks }),
      isRelayedOnly: () => isHidden.value.peek(),
    });
  }
}

/** Why there can be no session. What is neither the key's nor the store's to say is a fault of ours, and no secret. */
function failedBy(error: unknown): Session {
  if (!(error instanceof KeyError || error instanceof Refused)) reportError(error);
  return { kind: 'failed', sentence: error instanceof Error ? error.message : String(error) };
}
