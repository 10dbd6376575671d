import type { FeedId } from '../identity/feed-id.ts';
import { faultsOf } from './test-soundness.ts';
import type { LostWhy } from './tree-blame.ts';
import { type Place, TreePlan } from './tree-plan.ts';

/** The sharer of a plan in tests. */
export const SHARER = 'sharer';

/** A place, by names. */
export interface NamedPlace {
  readonly viewer: string;
  readonly parent?: string;
  readonly backup?: string;
  readonly number: number;
}

/** A plan whose people have short names in the place of ids. */
export class NamedPlan {
  readonly #plan: TreePlan;

  constructor(capacity: number) {
    this.#plan = new TreePlan({ sharer: idOf(SHARER), capacity });
  }

  get viewers(): string[] {
    return this.#plan.viewers.map(nameOf);
  }

  join(viewer: string, can: { readonly capacity: number }): NamedPlace[] {
    return this.#plan.join(idOf(viewer), can).map(namedPlace);
  }

  leave(viewer: string): NamedPlace[] {
    return this.#plan.leave(idOf(viewer)).map(namedPlace);
  }

  capacity(who: string, children: number): NamedPlace[] {
    return this.#plan.capacity(idOf(who), children).map(namedPlace);
  }

  heard(viewer: string, now: number): void {
    this.#plan.heard(idOf(viewer), now);
  }

  lost(viewer: string, parent: string, why: LostWhy): NamedPlace[] {
    return this.#plan.lost(idOf(viewer), idOf(parent), why).map(namedPlace);
  }

  fedBy(viewer: string, parent: string): NamedPlace[] {
    return this.#plan.fedBy(idOf(viewer), idOf(parent)).map(namedPlace);
  }

  improve(): NamedPlace[] {
    return this.#plan.improve().map(namedPlace);
  }

  placeOf(viewer: string): NamedPlace | undefined {
    const place = this.#plan.placeOf(idOf(viewer));
    return place && namedPlace(place);
  }

  childrenOf(who: string): string[] {
    return this.#plan.childrenOf(idOf(who)).map(nameOf);
  }

  depthOf(viewer: string): number | undefined {
    return this.#plan.depthOf(idOf(viewer));
  }

  /** What of it is not as it has to be: {@link faultsOf}. */
  faults(capacityOf: (who: string) => number): string[] {
    return faultsOf(this.#plan, idOf(SHARER), (id) => capacityOf(nameOf(id)));
  }
}

function idOf(name: string): FeedId {
  return `@${name}.ed25519`;
}

function nameOf(id: FeedId): string {
  return id.slice(1, -'.ed25519'.length);
}

function namedPlace({ viewer, parent, backup, number }: Place): NamedPlace {
  return {
    viewer: nameOf(viewer),
    ...(parent !== undefined && { parent: nameOf(parent) }),
    ...(backup !== undefined && { backup: nameOf(backup) }),
    number,
  };
}
