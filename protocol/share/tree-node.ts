import type { FeedId } from '../identity/feed-id.ts';

/** How many bad parents are remembered of each viewer: more than it can try in the time. */
const MAX_BAD = 16;

/** Whoever was lost as a parent is not given again for so long, where there is another: paths heal, too. */
const BAD_PARENT_MS = 60_000;

/** Somebody in the tree: a viewer, or the sharer, who is its root and the only one of depth 0. */
export class TreeNode {
  readonly id: FeedId;
  /** Which came first, among those of one depth. */
  readonly order: number;
  /** Children that it says it may feed. */
  capacity: number;
  /** Steps from the sharer; infinite while nobody feeds it. */
  depth = Number.POSITIVE_INFINITY;
  readonly children = new Set<TreeNode>();
  /** Those whose backup it is. */
  readonly protects = new Set<TreeNode>();
  /** Feeds nobody any more, whatever it says. */
  isShunned = false;
  /** Somebody lost it, and it has said nothing since. */
  isDoubted = false;
  /** When it last said something. */
  heardAt: number | undefined;
  /** Whether it has said that it is fed by whom it was given last. */
  isSettled = false;
  /** Viewers who lost it, and when. */
  readonly accusers = new Map<FeedId, number>();
  /** The number of the place that it was given last, and what that was. */
  number = 0;
  given: { readonly parent: FeedId | undefined; readonly backup: FeedId | undefined } | undefined;
  #parent: TreeNode | undefined;
  #backup: TreeNode | undefined;
  /** Those whom it lost, and when. */
  readonly #bad = new Map<FeedId, number>();

  constructor(id: FeedId, order: number, capacity: number) {
    this.id = id;
    this.order = order;
    this.capacity = capacity;
  }

  get parent(): TreeNode | undefined {
    return this.#parent;
  }

  get backup(): TreeNode | undefined {
    return this.#backup;
  }

  /** Children that it can feed at all. */
  get places(): number {
    return this.isShunned ? 0 : this.capacity;
  }

  /** Children that it can feed beside those it has; negative where it has too many. */
  get free(): number {
    return this.places - this.children.size;
  }

  /** Puts it, with all below it, under somebody who is not below it; under nobody where none is given. */
  moveTo(parent: TreeNode | undefined): void {
    this.#parent?.children.delete(this);
    this.#parent = parent;
    parent?.children.add(this);
    this.isSettled = false;
    this.#setDepth(parent === undefined ? Number.POSITIVE_INFINITY : parent.depth + 1);
  }

  setBackup(backup: TreeNode | undefined): void {
    this.#backup?.protects.delete(this);
    this.#backup = backup;
    backup?.protects.add(this);
  }

  /** Itself and all below it. */
  subtree(into = new Set<TreeNode>()): Set<TreeNode> {
    into.add(this);
    for (const child of this.children) child.subtree(into);
    return into;
  }

  isAtOrAbove(other: TreeNode): boolean {
    for (let at: TreeNode | undefined = other; at !== undefined; at = at.#parent)
      if (at === this) return true;
    return false;
  }

  /**
   * Whether it comes before `other` in the order that no parent and no backup goes against: by depth, then by age.
   * So whoever of them moves to their backup by themselves, no loop comes about.
   */
  isBefore(other: TreeNode): boolean {
    return this.depth < other.depth || (this.depth === other.depth && this.order < other.order);
  }

  /** Whether that viewer lost it of late. */
  isBadFor(viewer: TreeNode, now: number): boolean {
    const at = viewer.#bad.get(this.id);
    return at !== undefined && now - at < BAD_PARENT_MS;
  }

  setBad(parent: FeedId, now: number): void {
    this.#bad.delete(parent);
    this.#bad.set(parent, now);
    const [oldest] = this.#bad.keys();
    if (this.#bad.size > MAX_BAD && oldest !== undefined) this.#bad.delete(oldest);
  }

  #setDepth(depth: number): void {
    this.depth = depth;
    for (const child of this.children) child.#setDepth(depth + 1);
  }
}
