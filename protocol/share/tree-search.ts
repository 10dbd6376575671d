import type { TreeNode } from './tree-node.ts';

/**
 * Children beyond its capacity that a node takes for a moment, when they come to it as their backup: until the sharer,
 * who hears of it at once, has a better place for them.
 */
export const BACKUP_RESERVE = 2;

/** What a search looks at. */
export interface Candidates {
  /** Those who are fed and may feed, the sharer among them. */
  readonly able: readonly TreeNode[];
  /** Now, as far as known. */
  readonly now: number;
  /** Those of them of whom, and of all whom it comes through, nothing speaks for it that they are gone. */
  readonly sound: ReadonlySet<TreeNode>;
}

/** Looks at all who are fed by `root`. Whoever was not heard since `quietBefore` is doubtful, and all below them. */
export function candidatesOf(root: TreeNode, now: number, quietBefore: number): Candidates {
  const able: TreeNode[] = [];
  const sound = new Set<TreeNode>();
  const look = (node: TreeNode, isAboveSound: boolean): void => {
    const isSound = isAboveSound && !node.isDoubted && (node.heardAt ?? quietBefore) >= quietBefore;
    if (node.places > 0) able.push(node);
    if (node.places > 0 && isSound) sound.add(node);
    for (const child of node.children) look(child, isSound);
  };
  look(root, true);
  return { able, sound, now };
}

/** Something of a node of which less is better. Of two costs the first that differs counts. */
type Cost = (node: TreeNode) => number;

/** Where a viewer is fed best: somebody with a free place, sound rather than doubtful, as near to the sharer as may be. */
export function bestParent(viewer: TreeNode, { able, sound, now }: Candidates): TreeNode | undefined {
  return least(able, (node) => node.free > 0 && node !== viewer && !isBelow(node, viewer), [
    (node) => Number(node.isBadFor(viewer, now)),
    (node) => Number(!sound.has(node)),
    ({ depth }) => depth,
    ({ children, places }) => children.size / places,
    ({ order }) => order,
  ]);
}

/**
 * Whom a viewer goes to when its parent is lost: one before it in the order of the tree, so that no loop comes about,
 * and for the children of one parent as many different ones as there are.
 */
export function bestBackup(viewer: TreeNode, { able, sound, now }: Candidates): TreeNode | undefined {
  const best = least(able, (node) => mayBackUp(node, viewer), [
    (node) => Number(node.isBadFor(viewer, now)),
    (node) => Number(!sound.has(node)),
    // A sibling starves together with it; not below the sharer, for without the sharer there is nothing.
    ({ parent }) => Number(parent === viewer.parent && viewer.depth > 1),
    (node) => siblingsWith(node, viewer),
    ({ free }) => Number(free <= 0),
    ({ protects, places }) => protects.size / places,
    ({ depth }) => depth,
    ({ order }) => order,
  ]);
  const { backup } = viewer;
  // A doubtful one for another doubtful one: nothing would be won.
  const isNoBetter = best === undefined || best.isBadFor(viewer, now) || !sound.has(best);
  return isNoBetter && backup !== undefined && mayBackUp(backup, viewer) ? backup : best;
}

/** Whether the backup that a viewer has is as good as another. */
export function isBackupGood(viewer: TreeNode, now: number): boolean {
  const { backup } = viewer;
  return (
    backup !== undefined && !backup.isDoubted && mayBackUp(backup, viewer) && !backup.isBadFor(viewer, now)
  );
}

/** Somebody who feeds nobody, whose place is worth more to one who can. */
export function bestToGiveWay(viewer: TreeNode, all: Iterable<TreeNode>, now: number): TreeNode | undefined {
  return least(all, (node) => mayGiveWay(node, viewer), [
    ({ parent }) => Number(parent?.isBadFor(viewer, now)),
    ({ depth }) => depth,
    ({ order }) => -order,
  ]);
}

function mayBackUp(node: TreeNode, viewer: TreeNode): boolean {
  if (node === viewer.parent || node.places === 0 || !node.isBefore(viewer)) return false;
  const others = node.protects.size - (viewer.backup === node ? 1 : 0);
  // Where many parents go at once not all may come to the same one.
  if (others >= node.places + BACKUP_RESERVE) return false;
  return siblingsWith(node, viewer) < node.free + BACKUP_RESERVE;
}

function mayGiveWay({ parent, places, children, depth }: TreeNode, viewer: TreeNode): boolean {
  if (parent === undefined || places > 0 || children.size > 0 || !Number.isFinite(depth)) return false;
  return parent.places > 0 && !isBelow(parent, viewer);
}

/** How many siblings of the viewer would come to the same node together with it. */
function siblingsWith(node: TreeNode, viewer: TreeNode): number {
  let count = 0;
  for (const other of node.protects) if (other.parent === viewer.parent && other !== viewer) count++;
  return count;
}

function isBelow(node: TreeNode, viewer: TreeNode): boolean {
  return viewer.children.size > 0 && viewer.isAtOrAbove(node);
}

function least(
  nodes: Iterable<TreeNode>,
  isPossible: (node: TreeNode) => boolean,
  costs: readonly Cost[],
): TreeNode | undefined {
  let best: TreeNode | undefined;
  for (const node of nodes)
    if (isPossible(node) && (best === undefined || isLess(node, best, costs))) best = node;
  return best;
}

function isLess(node: TreeNode, than: TreeNode, costs: readonly Cost[]): boolean {
  for (const cost of costs) {
    const difference = cost(node) - cost(than);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
