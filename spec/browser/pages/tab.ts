import { openTabRole, type TabRole } from '../../../client/web/index.ts';

const role: TabRole = openTabRole();

/** Every role so far, oldest first. */
const roles: string[] = [role.role];
role.watch(() => roles.push(role.role));

export function rolesSoFar(): readonly string[] {
  return roles;
}

/** Resolves once this tab has the role. */
export async function has(wanted: TabRole['role']): Promise<void> {
  const reached = Promise.withResolvers<void>();
  const look = () => role.role === wanted && reached.resolve();
  using _watching = role.watch(look);
  look();
  await reached.promise;
}

export function takeOver(): void {
  role.takeOver();
}

export function hasLocks(): boolean {
  return (navigator as { readonly locks?: LockManager }).locks !== undefined;
}

export function leave(): void {
  role[Symbol.dispose]();
}
