import type { FeedId } from '../identity/feed-id.ts';
import type { TreeNode } from './tree-node.ts';

/** Why somebody is fed by a parent no more. */
export type LostWhy = 'silent' | 'gone' | 'forged' | 'refused' | 'unreachable';

/**
 * Viewers who have to lose a parent before it gets no children any more: one, or two of one network, may have a bad
 * path to it.
 */
const ACCUSERS_AT_MOST = 3;

/** Their words count together when they fall within this. */
const BLAME_MS = 60_000;

/** A viewer may say of so many, by its word alone, that they forge: a liar ruins no tree. */
const CONDEMNED_AT_MOST = 2;

/** Whoever has said nothing for so long is doubtful: viewers report once a second. */
export const QUIET_MS = 1_500;

/** Whoever spoke so shortly before it was lost has not gone: a silent one is found out after longer. */
const FRESH_MS = 500;

/** Losses of several parents within this are one trouble: a network has failed, or many went at once. */
const TROUBLE_MS = 3_000;

/** Parents that have to be lost for it. */
const TROUBLE_PARENTS = 2;

/** Forgers who are remembered though they left, and those who named them. */
const MAX_FORGERS = 256;

/** Who is believed to feed badly: for one viewer, or for all. */
export class TreeBlame {
  readonly #forgers = new Set<FeedId>();
  /** How many somebody has called forgers, from before they left and came again, too. */
  readonly #condemned = new Map<FeedId, number>();
  /** The trouble there was last: who was lost in it, when first and when last. */
  #trouble = { parents: new Set<FeedId>(), since: 0, until: 0 };

  /** Whether somebody is known as a forger, from before they left and came again. */
  isForger(id: FeedId): boolean {
    return this.#forgers.has(id);
  }

  /** A viewer lost its parent or backup, for whatever reason. The sharer's own chunks are never its forgery. */
  lost(viewer: TreeNode, parent: TreeNode, why: LostWhy, now: number): void {
    viewer.setBad(parent.id, now);
    this.#note(parent.id, now);
    // What starves itself cannot feed: what its children said of it meanwhile is no fault of its own.
    viewer.accusers.clear();
    if (parent.depth === 0) return;
    // One who has just spoken is there, and brings nothing because it has nothing.
    parent.isDoubted ||= why === 'gone' || now - (parent.heardAt ?? 0) > FRESH_MS;
    const condemned = this.#condemned.get(viewer.id) ?? 0;
    if (why === 'forged' && condemned < CONDEMNED_AT_MOST) this.#condemn(viewer.id, condemned + 1, parent);
    else if (parent.isSettled) accuse(viewer, parent, now);
  }

  /**
   * Whoever was not heard since then is doubtful. In trouble that is its beginning: who was lost first says nothing of
   * the others, but whoever has spoken since is there.
   */
  quietBefore(now: number): number {
    const { parents, since, until } = this.#trouble;
    const isOn = parents.size >= TROUBLE_PARENTS && now - until < TROUBLE_MS;
    return Math.max(now - QUIET_MS, isOn ? since : 0);
  }

  #note(parent: FeedId, now: number): void {
    if (now - this.#trouble.until >= TROUBLE_MS)
      this.#trouble = { parents: new Set(), since: now, until: now };
    this.#trouble.parents.add(parent);
    this.#trouble.until = now;
  }

  #condemn(viewer: FeedId, condemned: number, parent: TreeNode): void {
    parent.isShunned = true;
    this.#forgers.add(parent.id);
    forgetOldest(this.#forgers);
    this.#condemned.delete(viewer);
    this.#condemned.set(viewer, condemned);
    forgetOldest(this.#condemned);
  }
}

function forgetOldest(people: Set<FeedId> | Map<FeedId, number>): void {
  const [oldest] = people.keys();
  if (people.size > MAX_FORGERS && oldest !== undefined) people.delete(oldest);
}

function accuse(viewer: TreeNode, parent: TreeNode, now: number): void {
  parent.accusers.set(viewer.id, now);
  for (const [id, at] of parent.accusers) if (now - at > BLAME_MS) parent.accusers.delete(id);
  if (parent.accusers.size >= ACCUSERS_AT_MOST) parent.isShunned = true;
}
