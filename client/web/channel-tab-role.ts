import * as v from 'valibot';
import { TabElection, type TabMessage, type TabRoleName } from '../connection/tab-election.ts';
import { RoleWatchers } from './role-watchers.ts';
import type { TabRole } from './tab-role.ts';
import { webClock } from './web-clock.ts';

const message = v.variant('type', [
  v.object({ type: v.literal('ask'), tab: v.string() }),
  v.object({ type: v.literal('claim'), term: v.number(), since: v.number(), tab: v.string() }),
  v.object({ type: v.literal('left') }),
]);

/** One tab of several by what they say to each other, where there are no locks: drives a {@link TabElection}. */
export class ChannelTabRole implements TabRole {
  readonly #election: TabElection;
  readonly #channel: BroadcastChannel;
  readonly #watchers = new RoleWatchers();
  readonly #listening = new AbortController();
  #timer: Disposable | undefined;

  constructor(name: string) {
    const words = crypto.getRandomValues(new Uint32Array(4));
    this.#election = new TabElection([...words].map((word) => word.toString(36)).join('-'));
    this.#channel = new BroadcastChannel(name);
    this.#channel.onmessage = ({ data }) => {
      const read = v.safeParse(message, data);
      if (read.success) this.#do((now) => this.#election.onMessage(read.output, now));
    };
    const { signal } = this.#listening;
    // A page that the browser puts away neither hears nor answers; one that comes back asks who is active now.
    addEventListener('pagehide', () => this.#do(() => this.#election.stop()), { signal });
    addEventListener('pageshow', ({ persisted }) => persisted && this.#start(), { signal });
    document.addEventListener('resume', () => this.#start(), { signal });
    this.#start();
  }

  get role(): TabRoleName {
    return this.#watchers.role;
  }

  takeOver(): void {
    this.#do((now) => this.#election.takeOver(now));
  }

  watch(listener: () => void): Disposable {
    return this.#watchers.watch(listener);
  }

  [Symbol.dispose](): void {
    if (this.#listening.signal.aborted) return;
    this.#do(() => this.#election.stop());
    this.#listening.abort();
    this.#channel.close();
  }

  #start(): void {
    this.#do((now) => this.#election.start(now));
  }

  #do(act: (now: number) => TabMessage[]): void {
    if (this.#listening.signal.aborted) return;
    const now = webClock.now();
    for (const said of act(now)) this.#channel.postMessage(said);
    this.#watchers.role = this.#election.role;
    this.#timer?.[Symbol.dispose]();
    const { deadline } = this.#election;
    if (deadline === Number.POSITIVE_INFINITY) return;
    this.#timer = webClock.after(Math.max(0, deadline - now), () =>
      this.#do((then) => this.#election.onDeadline(then)),
    );
  }
}
