import type { FeedId } from '../identity/feed-id.ts';
import type { TreePlan } from './tree-plan.ts';

/** What of a plan is not as it has to be, whatever happened to it: a loop, or somebody above their capacity. */
export function faultsOf(plan: TreePlan, sharer: FeedId, capacityOf: (who: FeedId) => number): string[] {
  const faults: string[] = [];
  for (const who of [sharer, ...plan.viewers])
    if (plan.childrenOf(who).length > capacityOf(who))
      faults.push(`${who} has more children than its capacity`);
  for (const viewer of plan.viewers) {
    const { parent, backup } = plan.placeOf(viewer) ?? {};
    if (parent !== undefined && !plan.childrenOf(parent).includes(viewer))
      faults.push(`${viewer} is not with ${parent}`);
    if (backup !== undefined && backup === parent) faults.push(`${viewer} has its parent as its backup`);
  }
  return [...faults, ...loopsOf(plan)];
}

/** Not even when any of them have gone to their backups: neither parents nor backups lead in a circle. */
function loopsOf(plan: TreePlan): string[] {
  const state = new Map<FeedId, 'open' | 'done'>();
  const loops: string[] = [];
  const visit = (id: FeedId): void => {
    if (state.get(id) === 'open') loops.push(`a loop at ${id}`);
    if (state.has(id)) return;
    state.set(id, 'open');
    const { parent, backup } = plan.placeOf(id) ?? {};
    for (const next of [parent, backup]) if (next !== undefined) visit(next);
    state.set(id, 'done');
  };
  for (const id of plan.viewers) visit(id);
  return loops;
}
