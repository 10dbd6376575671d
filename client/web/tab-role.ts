import type { TabRoleName } from '../connection/tab-election.ts';

/**
 * Whether this tab is the one in which its person attends rooms: of all tabs of an origin, and so of one key, it is one.
 * The others say "opened twice", and offer to move here.
 */
export interface TabRole extends Disposable {
  /** `asking` is not known yet: a fraction of a second. */
  readonly role: TabRoleName;
  /** Makes this tab the active one. Whichever was is told, and has to leave its rooms. */
  takeOver(): void;
  /** Calls `listener` after each change of the role, until disposed. */
  watch(listener: () => void): Disposable;
}
