import type { Clock, FeedId, PrivacyMode } from '@open-rooms/protocol';
import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals-core';
import type { ClientState } from './client-state.ts';
import type { MediaPort } from './media-port.ts';
import type { Self } from './self.ts';

/** Who this page is, as far as it knows yet. */
export type Session =
  /** The key is being made or read, and the peer's code loaded. */
  | { readonly kind: 'opening' }
  /** There is a key here, sealed with a passphrase. */
  | { readonly kind: 'locked' }
  /** Another tab of this person is in their rooms. */
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'open'; readonly state: ClientState }
  /** There can be none: `sentence` says why, and what to do. */
  | { readonly kind: 'failed'; readonly sentence: string };

/** The room of the server that served this page: the answer of `GET /` as JSON (spec/pages.md). */
export interface RoomHere {
  /** Whether it has a name yet: until then it is to be claimed. */
  readonly claimed: boolean;
  readonly roomId: FeedId;
  readonly name: string | null;
  readonly description: string | null;
  readonly mode: PrivacyMode;
  readonly online: number;
  /** Multiserver addresses, the best known first. */
  readonly addresses: readonly string[];
  /** What SSB apps take as the invite of a room. */
  readonly invite: string;
  /** A link that opens the room in an SSB app. */
  readonly ssbUri: string;
  readonly host: string;
}

/** How the page is, as `<html data-state>` says it to scripts. */
export type PageStage = 'loading' | 'ready' | 'reconnecting' | 'ended';

/** Something that was told, and goes away by itself. */
interface News {
  readonly text: string;
  /** What a program says of it itself, which is English. */
  readonly detail?: string;
  /** Something did not go as the person wanted. */
  readonly isWrong?: boolean;
}

/** How long news stay: long enough to be read twice. */
const NEWS_MS = 5_000;

/** What all screens share. Whoever opens the session writes {@link PageState.session}; screens only read. */
export class PageState {
  readonly session: Signal<Session> = signal<Session>({ kind: 'opening' });
  /** `undefined` until it is opened. */
  readonly self: Signal<Self | undefined> = signal<Self | undefined>(undefined);
  /** A link that carries a key, with which the page was opened. It is out of the address bar already. */
  readonly keyLink: Signal<string | undefined> = signal<string | undefined>(undefined);
  /** `undefined` until it is known, and where the server cannot be reached. */
  readonly here: Signal<RoomHere | undefined> = signal<RoomHere | undefined>(undefined);
  readonly stage: Signal<PageStage> = signal<PageStage>('loading');
  readonly news: Signal<readonly News[]> = signal<readonly News[]>([]);
  /** `undefined` until it is loaded: when the door of a room is seen. */
  readonly media: Signal<MediaPort | undefined> = signal<MediaPort | undefined>(undefined);
  readonly #clock: Clock;
  /** Whether the browser believes that it has a network. */
  readonly isOnline: Signal<boolean> = signal(true);
  /** Everything about the client, once there is one. */
  readonly clientState: ReadonlySignal<ClientState | undefined> = computed(() => {
    const session = this.session.value;
    return session.kind === 'open' ? session.state : undefined;
  });

  /** The session, once it is known what it is. */
  readonly settledSession: ReadonlySignal<Session | undefined> = computed(() => {
    const session = this.session.value;
    return session.kind === 'opening' ? undefined : session;
  });

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Shows a short text for a while, and lets screen readers say it. */
  tell(news: string | News): void {
    const told = typeof news === 'string' ? { text: news } : { ...news };
    this.news.value = [...this.news.value, told];
    this.#clock.after(NEWS_MS, () => {
      this.news.value = this.news.value.filter((each) => each !== told);
    });
  }
}
