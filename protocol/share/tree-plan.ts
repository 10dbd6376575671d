import type { FeedId } from '../identity/feed-id.ts';
import { type LostWhy, QUIET_MS, TreeBlame } from './tree-blame.ts';
import { TreeNode } from './tree-node.ts';
import {
  bestBackup,
  bestParent,
  bestToGiveWay,
  type Candidates,
  candidatesOf,
  isBackupGood,
} from './tree-search.ts';

/** Calls of {@link TreePlan.improve} without any change before a running viewer is moved for a shorter way. */
export const CALM_ROUNDS = 5;

/** Who feeds a viewer from now on, and who would; nobody: it waits, for no place is left. */
export interface Place {
  readonly viewer: FeedId;
  readonly parent?: FeedId;
  readonly backup?: FeedId;
  /** Of the plan, counted up with each place that it gives. */
  readonly number: number;
}

export interface TreePlanParts {
  readonly sharer: FeedId;
  /** Children that the sharer may feed. */
  readonly capacity: number;
}

/**
 * Who of the viewers of a share is fed by whom ([share-tree.md](../../spec/share-tree.md), rules 1 to 14). The sharer tells it what
 * happens; each method answers the places that changed. Each costs a few passes over all viewers.
 */
export class TreePlan {
  readonly #root: TreeNode;
  readonly #nodes = new Map<FeedId, TreeNode>();
  readonly #blame = new TreeBlame();
  /** Those whom nobody feeds. */
  readonly #waiting = new Set<TreeNode>();
  #joined = 0;
  #number = 0;
  #now = 0;
  #calmRounds = 0;

  constructor({ sharer, capacity }: TreePlanParts) {
    this.#root = new TreeNode(sharer, 0, capacity);
    this.#root.depth = 0;
    this.#root.isSettled = true;
  }

  get viewers(): readonly FeedId[] {
    return [...this.#nodes.keys()];
  }

  /** A viewer is there, and may feed so many. One that is there already keeps its place. */
  join(viewer: FeedId, { capacity }: { readonly capacity: number }): readonly Place[] {
    if (viewer === this.#root.id) return [];
    if (this.#nodes.has(viewer)) return this.capacity(viewer, capacity);
    const node = new TreeNode(viewer, ++this.#joined, capacity);
    node.isShunned = this.#blame.isForger(viewer);
    this.#nodes.set(viewer, node);
    this.#waiting.add(node);
    return this.#plan();
  }

  /** A viewer is gone: those whom it fed go to their backups. */
  leave(viewer: FeedId): readonly Place[] {
    const node = this.#nodes.get(viewer);
    if (node === undefined) return [];
    this.#nodes.delete(viewer);
    this.#waiting.delete(node);
    node.setBackup(undefined);
    node.moveTo(undefined);
    for (const protectedOne of [...node.protects]) protectedOne.setBackup(undefined);
    for (const child of [...node.children]) this.#unseat(child);
    return this.#plan();
  }

  /** Somebody, or the sharer, may feed so many children from now on. */
  capacity(who: FeedId, children: number): readonly Place[] {
    const node = this.#nodeOf(who);
    if (node === undefined || node.capacity === children) return [];
    node.capacity = children;
    return this.#plan();
  }

  /** Somebody said something at `now` (milliseconds): they are there. To be called with each message of a viewer. */
  heard(viewer: FeedId, now: number): void {
    this.#now = Math.max(this.#now, now);
    const node = this.#nodes.get(viewer);
    if (node === undefined) return;
    node.heardAt = now;
    node.isDoubted = false;
  }

  /**
   * A viewer is fed by its parent no more, or cannot be by its backup: that one is bad for it, and for everybody when
   * it forges, or when several say so. About anybody else its word is nothing.
   */
  lost(viewer: FeedId, parent: FeedId, why: LostWhy): readonly Place[] {
    const [node, lost] = [this.#nodes.get(viewer), this.#nodeOf(parent)];
    if (node === undefined || lost === undefined) return [];
    if (lost !== node.parent && lost !== node.backup) return [];
    this.#blame.lost(node, lost, why, this.#now);
    if (lost === node.parent) this.#unseat(node);
    else node.setBackup(undefined);
    return this.#plan();
  }

  /** A viewer says who feeds it: its parent, or by now its backup, which becomes its parent. */
  fedBy(viewer: FeedId, parent: FeedId): readonly Place[] {
    const node = this.#nodes.get(viewer);
    if (node === undefined) return [];
    if (node.parent?.id === parent) node.isSettled = true;
    // What it says before it has followed the last place is about the one before.
    if (!node.isSettled || node.backup?.id !== parent || node.parent === undefined) return [];
    node.setBad(node.parent.id, this.#now);
    this.#unseat(node);
    return this.#plan();
  }

  /**
   * To be called once a second: when nothing has changed for {@link CALM_ROUNDS} calls and the sharer has a place free,
   * the viewer comes up to it whose way, and that of those below it, becomes shorter by the most.
   */
  improve(): readonly Place[] {
    // Whoever was given up may have been heard of again.
    if (this.#waiting.size > 0) return this.#plan(this.#calmRounds);
    if (this.#calmRounds++ < CALM_ROUNDS || this.#root.free <= 0) return [];
    let best: TreeNode | undefined;
    let bestGain = 0;
    for (const node of this.#nodes.values()) {
      if (!Number.isFinite(node.depth) || this.#root.isBadFor(node, this.#now)) continue;
      const gain = (node.depth - 1) * node.subtree().size;
      if (gain > bestGain) [best, bestGain] = [node, gain];
    }
    if (best === undefined) return [];
    best.moveTo(this.#root);
    return this.#plan(this.#calmRounds);
  }

  /** Where a viewer is; `undefined` where it is not in the plan. */
  placeOf(viewer: FeedId): Place | undefined {
    const node = this.#nodes.get(viewer);
    return node === undefined ? undefined : placeOf(node);
  }

  /** Whom a viewer or the sharer feeds. */
  childrenOf(who: FeedId): readonly FeedId[] {
    return [...(this.#nodeOf(who)?.children ?? [])].map(({ id }) => id);
  }

  /** Steps from the sharer, whose own is 0; infinite for one who waits, `undefined` for one who is not there. */
  depthOf(viewer: FeedId): number | undefined {
    return this.#nodeOf(viewer)?.depth;
  }

  #nodeOf(who: FeedId): TreeNode | undefined {
    return who === this.#root.id ? this.#root : this.#nodes.get(who);
  }

  /** Leaves its parent, with all below it: to its backup, where that has a place. */
  #unseat(node: TreeNode): void {
    const { backup } = node;
    node.setBackup(undefined);
    node.moveTo(undefined);
    const isGood =
      backup !== undefined && backup.free > 0 && !backup.isDoubted && !backup.isBadFor(node, this.#now);
    // After others have moved the backup may be below it.
    if (isGood && Number.isFinite(backup.depth) && !node.isAtOrAbove(backup)) node.moveTo(backup);
    else this.#waiting.add(node);
  }

  /** Brings all in order again after something has changed, and answers the places that are others now. */
  #plan(calmRounds = 0): readonly Place[] {
    this.#calmRounds = calmRounds;
    for (const node of this.#nodes.values()) if (this.#isAway(node)) this.#giveUp(node);
    for (const node of [this.#root, ...this.#nodes.values()]) this.#shed(node);
    const candidates = this.#seatWaiting();
    for (const node of this.#nodes.values()) if (!isBackupGood(node, this.#now)) giveBackup(node, candidates);
    return [...this.#nodes.values()].filter((node) => this.#isChanged(node)).map(placeOf);
  }

  /** Lost by somebody, and silent since: most likely it is gone, and nobody else has seen that yet. */
  #isAway({ isDoubted, heardAt }: TreeNode): boolean {
    return isDoubted && heardAt !== undefined && this.#now - heardAt > QUIET_MS;
  }

  /** Its places, and that which it has, are for others until it is heard of again. */
  #giveUp(node: TreeNode): void {
    for (const child of [...node.children]) this.#unseat(child);
    if (node.parent === undefined) return;
    node.setBackup(undefined);
    node.moveTo(undefined);
    this.#waiting.add(node);
  }

  /** Whoever has too many children keeps those who feed most others. */
  #shed(node: TreeNode): void {
    if (node.free >= 0) return;
    const bySize = [...node.children].sort(
      (a, b) => a.subtree().size - b.subtree().size || b.order - a.order,
    );
    for (const child of bySize.slice(0, -node.free)) this.#unseat(child);
  }

  /** Those who can feed others come first, for each of them brings places. Answers who can feed then. */
  #seatWaiting(): Candidates {
    const queue = [...this.#waiting]
      .filter((node) => !this.#isAway(node))
      .sort((a, b) => b.places - a.places || a.order - b.order);
    let candidates = this.#candidates();
    for (let node = queue.shift(); node !== undefined; node = queue.shift()) {
      const parent = bestParent(node, candidates) ?? this.#madeRoom(node, queue);
      // Nobody who comes after it in the queue could feed more.
      if (parent === undefined && node.places === 0 && candidates.able.every(({ free }) => free <= 0)) break;
      if (parent === undefined) continue;
      this.#waiting.delete(node);
      node.moveTo(parent);
      if (node.places > 0) candidates = this.#candidates();
    }
    return candidates;
  }

  /** The parent of one who gives way, and waits from now on. */
  #madeRoom(node: TreeNode, queue: TreeNode[]): TreeNode | undefined {
    const leaf = node.places === 0 ? undefined : bestToGiveWay(node, this.#nodes.values(), this.#now);
    if (leaf === undefined) return undefined;
    const { parent } = leaf;
    leaf.moveTo(undefined);
    this.#waiting.add(leaf);
    queue.push(leaf);
    return parent;
  }

  #candidates(): Candidates {
    return candidatesOf(this.#root, this.#now, this.#blame.quietBefore(this.#now));
  }

  /** Whether somebody has another place than was answered before: that gets a number. */
  #isChanged(node: TreeNode): boolean {
    const [parent, backup] = [node.parent?.id, node.backup?.id];
    if (node.given !== undefined && node.given.parent === parent && node.given.backup === backup)
      return false;
    node.given = { parent, backup };
    node.number = ++this.#number;
    return true;
  }
}

function giveBackup(node: TreeNode, candidates: Candidates): void {
  const backup = Number.isFinite(node.depth) ? bestBackup(node, candidates) : undefined;
  if (backup !== node.backup) node.setBackup(backup);
}

function placeOf({ id, parent, backup, number }: TreeNode): Place {
  const fed = parent === undefined ? {} : { parent: parent.id };
  return { viewer: id, ...fed, ...(backup === undefined ? {} : { backup: backup.id }), number };
}
