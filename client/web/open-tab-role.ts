import { ChannelTabRole } from './channel-tab-role.ts';
import { LockTabRole } from './lock-tab-role.ts';
import type { TabRole } from './tab-role.ts';

const NAME = 'open-rooms-attendant';

/**
 * Asks for the role. When the active tab closes, another becomes active by itself. Pages that came over plain http have
 * no locks: there tabs settle it among themselves.
 */
export function openTabRole(name = NAME): TabRole {
  const locks: LockManager | undefined = navigator.locks;
  return locks === undefined ? new ChannelTabRole(name) : new LockTabRole(name, locks);
}
