import type { Contact, KnownRoom } from '@open-rooms/client';
import { printable } from '../../observe/printable.ts';
import { shortId } from '../peer/names.ts';
import type { Style } from '../style.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The book as a person reads it: whom they follow first. */
export function contactLines(contacts: readonly Contact[], now: number, style: Style): readonly string[] {
  if (contacts.length === 0)
    return ['Nobody yet. Follow somebody: open-rooms contacts follow @bob@room.example'];
  return (['followed', 'accepted', 'blocked'] as const).flatMap((relation) => {
    const those = contacts.filter((contact) => contact.relation === relation);
    if (those.length === 0) return [];
    const title = `${relation[0]?.toUpperCase()}${relation.slice(1)}`;
    return [style.strong(title), ...those.flatMap((contact) => oneContact(contact, now, style))];
  });
}

function oneContact({ id, name, reach }: Contact, now: number, style: Style): readonly string[] {
  const [seen] = reach;
  const alias = reach.find((known) => known.alias !== undefined)?.alias;
  const title = name ?? alias;
  const facts = [
    ...(name !== undefined && alias !== undefined ? [printable(alias)] : []),
    ...(seen === undefined ? [] : [`seen ${ago(now - seen.seenAt)} in ${shortId(seen.room)}`]),
  ];
  return [
    ...(title === undefined ? [] : [`  ${printable(title)}`]),
    `  ${title === undefined ? '' : '  '}${id}`,
    ...(facts.length === 0 ? [] : [`    ${style.quiet(facts.join(', '))}`]),
  ];
}

/** The rooms in which the person has been, those seen last first. */
export function roomLines(rooms: readonly KnownRoom[], now: number, style: Style): readonly string[] {
  if (rooms.length === 0) return ['None yet. Join one: open-rooms peer room.example'];
  return rooms.flatMap(({ id, name, hosts, addresses, seenAt }) => [
    style.strong(name === '' ? (hosts[0] ?? shortId(id)) : printable(name)),
    `  ${id}`,
    ...(hosts.length === 0 ? [] : [`  by host name ${hosts.map(printable).join(', ')}`]),
    ...addresses.split(';').map((address) => `  ${style.quiet(address)}`),
    `  ${style.quiet(`seen ${ago(now - seenAt)}`)}`,
  ]);
}

/** A time that has passed, in words. */
function ago(ms: number): string {
  if (ms < MINUTE) return 'just now';
  if (ms < HOUR) return count(Math.floor(ms / MINUTE), 'minute');
  return ms < DAY ? count(Math.floor(ms / HOUR), 'hour') : count(Math.floor(ms / DAY), 'day');
}

function count(many: number, unit: string): string {
  return `${many} ${unit}${many === 1 ? '' : 's'} ago`;
}
