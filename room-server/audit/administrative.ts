import { type Act, administration } from '@open-rooms/protocol';

/** What everybody who is let in may do is no administration. */
const ADMINISTRATIVE: ReadonlySet<Act> = new Set(
  Object.values(administration)
    .map(({ act }) => act)
    .filter((act) => act !== 'look'),
);

/** Whether an act is of those whose refusals are taken down: other refusals are how rooms are every day. */
export function isAdministrative(act: Act): boolean {
  return ADMINISTRATIVE.has(act);
}
