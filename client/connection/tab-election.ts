/** Which of a person's tabs is in their rooms: `asking` is not known yet. */
export type TabRoleName = 'asking' | 'active' | 'other';

/**
 * What tabs say to each other. A claim is greater where its term is; of one term, where it was made earlier; of one
 * time, where the tab's name comes first: of two claims each tab knows which holds.
 */
export type TabMessage =
  /** Is anybody there? */
  | { readonly type: 'ask'; readonly tab: string }
  | { readonly type: 'claim'; readonly term: number; readonly since: number; readonly tab: string }
  /** The tab that had the claim goes. */
  | { readonly type: 'left' };

/** A tab that is there answers at once, in the background, too: messages are not slowed as timers are. */
export const ANSWER_WITHIN_MS = 300;

/** A tab that was killed says nothing: the others ask again this often. */
export const ASK_TABS_MS = 10_000;

type Claim = Extract<TabMessage, { type: 'claim' }>;

/**
 * One tab of several, without Web Locks, which plain http lacks: who answers first is in the rooms, until another is told
 * to. Time, messages and the tab's name come from outside.
 */
export class TabElection {
  readonly #tab: string;
  #role: TabRoleName = 'asking';
  /** The greatest claim that was heard, or is ours. */
  #claim: Claim | undefined;
  #deadline = Number.POSITIVE_INFINITY;
  /** Whether nobody has answered since it was asked. */
  #unanswered = false;

  /** @param tab a name that no other tab has. */
  constructor(tab: string) {
    this.#tab = tab;
  }

  get role(): TabRoleName {
    return this.#role;
  }

  /** When {@link TabElection.onDeadline} is to be called: milliseconds of the clock of `now`. */
  get deadline(): number {
    return this.#deadline;
  }

  /** The tab is there, for the first time or again after the browser had put it away. */
  start(now: number): TabMessage[] {
    this.#role = 'asking';
    // What was claimed before may be another's by now.
    this.#claim = undefined;
    return this.#ask(now);
  }

  onMessage(message: TabMessage, now: number): TabMessage[] {
    if (message.type === 'ask') return this.#onAsk(message.tab, now);
    if (message.type === 'left') return this.#role === 'other' ? this.#ask(now) : [];
    return this.#onClaim(message, now);
  }

  onDeadline(now: number): TabMessage[] {
    if (now < this.#deadline) return [];
    return this.#unanswered ? this.#take(now) : this.#ask(now);
  }

  /** The person wants to be here: whoever has the claim goes. */
  takeOver(now: number): TabMessage[] {
    return this.#role === 'active' ? [] : this.#take(now);
  }

  /** The tab goes. */
  stop(): TabMessage[] {
    const wasActive = this.#role === 'active';
    this.#role = 'other';
    this.#deadline = Number.POSITIVE_INFINITY;
    return wasActive ? [{ type: 'left' }] : [];
  }

  #onAsk(tab: string, now: number): TabMessage[] {
    if (this.#role === 'active' && this.#claim !== undefined) return [this.#claim];
    // Two who ask at once, as when a third has gone, are not both active for a moment: one lets the other go first.
    if (this.#unanswered && tab < this.#tab) this.#deadline = now + 2 * ANSWER_WITHIN_MS;
    return [];
  }

  #onClaim(claim: Claim, now: number): TabMessage[] {
    if (this.#claim !== undefined && isGreater(this.#claim, claim)) {
      // Whoever claims less has not heard of us.
      return this.#role === 'active' ? [this.#claim] : [];
    }
    this.#claim = claim;
    this.#role = 'other';
    this.#unanswered = false;
    this.#deadline = now + ASK_TABS_MS;
    return [];
  }

  #ask(now: number): TabMessage[] {
    this.#unanswered = true;
    this.#deadline = now + ANSWER_WITHIN_MS;
    return [{ type: 'ask', tab: this.#tab }];
  }

  #take(now: number): TabMessage[] {
    this.#role = 'active';
    this.#unanswered = false;
    this.#deadline = Number.POSITIVE_INFINITY;
    this.#claim = { type: 'claim', term: (this.#claim?.term ?? 0) + 1, since: now, tab: this.#tab };
    return [this.#claim];
  }
}

function isGreater(a: Claim, b: Claim): boolean {
  if (a.term !== b.term) return a.term > b.term;
  if (a.since !== b.since) return a.since < b.since;
  return a.tab < b.tab;
}
