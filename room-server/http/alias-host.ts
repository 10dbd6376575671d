import { isIpv4 } from '@open-rooms/protocol';

/** The name of a machine for itself: whatever stands before it leads there as well (RFC 6761 §6.3). */
const LOCAL = 'localhost';

/** By custom the same as the host itself; nobody has it for an alias (`aliases/reserved.ts`). */
const SAME_AS_HOST = 'www';

/** A name, with the dot of the root behind it or not, and a port. What is no host name is no alias either, but a label. */
const PLACE = /^([^:]+?)\.?(?::(\d{1,5}))?$/;

/** A host name that is somebody's alias, whether anybody has it or not. */
export interface AliasHost {
  /** In small letters; may be no label that anybody can have. */
  readonly label: string;
  /** The room's own host, with the port by which the visitor came: `room.example:3000`. */
  readonly room: string;
}

/**
 * Reads a `Host` header as an alias: one label before the room's host name, in whatever letters. `undefined` where it is
 * the room's own host, or another one.
 * @param publicHost as configured; where nobody said, names before `localhost` count
 */
export function aliasHostOf(publicHost: string | null, header: string | undefined): AliasHost | undefined {
  const base = publicHost ?? LOCAL;
  const [, host = '', port] = PLACE.exec((header ?? '').toLowerCase()) ?? [];
  if (isIpv4(base) || base.includes(':') || !host.endsWith(`.${base}`)) return undefined;
  const label = host.slice(0, -base.length - 1);
  if (label === '' || label.includes('.') || label === SAME_AS_HOST) return undefined;
  return { label, room: port === undefined ? base : `${base}:${port}` };
}
