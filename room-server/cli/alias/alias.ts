import type { Client, Room } from '@open-rooms/client';
import { nodeRuntime } from '@open-rooms/client/node';
import { type FeedId, Refused, RemoteError, writeAddresses } from '@open-rooms/protocol';
import { printable } from '../../observe/printable.ts';
import { StartError } from '../../running-server.ts';
import { EXIT } from '../failure.ts';
import { roomName } from '../peer/names.ts';
import { type PersonWish, visiting } from '../peer/open-client.ts';
import { stopping } from '../peer/stopping.ts';
import { SIGNAL_EXIT } from '../start.ts';
import { type Style, styleOf } from '../style.ts';
import type { Terminal } from '../terminal.ts';
import { aliasAt, isMissing, labelOf, NO_ALIASES, refusedAlias, registerAlias } from './register.ts';

/** A room tells who is there at once; one that does not by now does not tell it. */
const LIST_MS = 5_000;

/** What `open-rooms alias` was asked to do. */
export interface AliasWish extends PersonWish {
  readonly json: boolean;
  /** `bob`, or an alias in any spelling. */
  readonly alias: string;
  /** The room; without it the alias has to name it. */
  readonly where?: string | undefined;
}

/** What a command prints: rows for people, an object for scripts. */
interface Printed {
  readonly lines: (style: Style) => readonly string[];
  readonly json: unknown;
}

/** Registers an alias for the person at a room. Answers the exit code, as all commands here do. */
export function aliasRegister(wish: AliasWish, terminal: Terminal): Promise<number> {
  return asVisitor(wish, terminal, async (client, signal) => {
    const room = await client.join(placeOf(wish), { signal });
    const { alias, link } = await allowed(registerAlias(client, room, wish.alias), refusedAlias);
    return {
      lines: (style) => [`${style.strong(alias)} leads to you.`, `  ${style.link(link)}`],
      json: { alias, link, room: room.id, id: client.id },
    };
  });
}

/** Gives an alias back. */
export function aliasRevoke(wish: AliasWish, terminal: Terminal): Promise<number> {
  return asVisitor(wish, terminal, async (client, signal) => {
    const room = await client.join(placeOf(wish), { signal });
    const label = labelOf(wish.alias);
    await allowed(client.revokeAlias(room, label), (error) => refusedRevoke(error, label));
    const alias = aliasAt(room, label);
    return {
      lines: (style) => [`${style.strong(alias)} leads to nobody any more.`],
      json: { alias, room: room.id, revoked: true },
    };
  });
}

/** Says who has an alias, and how they are reached. */
export function aliasWhois(wish: AliasWish, terminal: Terminal): Promise<number> {
  return asVisitor(wish, terminal, async (client, signal) => {
    const { id, room, alias } = await ownerOf(wish, client, signal);
    const online = await isThere(room, id, client);
    const facts = { name: roomName(room), addresses: writeAddresses(room.addresses) };
    return {
      lines: (style) => [
        style.strong(alias),
        `  Id        ${id}`,
        `  Room      ${facts.name}`,
        ...room.addresses.map((address) => `            ${style.link(writeAddresses([address]))}`),
        `  Online    ${onlineText(online)}`,
      ],
      json: { alias, id, room: room.id, ...facts, online },
    };
  });
}

/** Lists the person's own aliases at a room. */
export function aliasList(
  wish: PersonWish & { readonly json: boolean; readonly where: string },
  terminal: Terminal,
): Promise<number> {
  return asVisitor(wish, terminal, async (client, signal) => {
    const room = await client.join(wish.where, { signal });
    const labels = await allowed(connected(room)['room.listAliases'](client.id), refusedLookup);
    const aliases = labels.map((label) => aliasAt(room, printable(label)));
    const none = `You have no alias in ${roomName(room)}: register one with "open-rooms alias register NAME ${wish.where}".`;
    return {
      lines: () => (aliases.length === 0 ? [none] : aliases),
      json: { room: room.id, id: client.id, aliases },
    };
  });
}

async function asVisitor(
  wish: PersonWish & { readonly json: boolean },
  terminal: Terminal,
  act: (client: Client, signal: AbortSignal) => Promise<Printed>,
): Promise<number> {
  using stop = stopping(terminal);
  try {
    await using acting = await visiting(wish, terminal);
    const { lines, json } = await act(acting.client, stop.signal);
    const { stdout, env } = terminal;
    const printed = wish.json ? [JSON.stringify(json)] : lines(styleOf(stdout, env));
    stdout.write(`${printed.join('\n')}\n`);
    return EXIT.done;
  } catch (error) {
    if (stop.by !== undefined) return SIGNAL_EXIT[stop.by];
    throw error;
  }
}

/** Where an alias is: the room that was named, or else the one in it. */
function placeOf({ alias, where }: AliasWish): string {
  if (where !== undefined) return where;
  if (/[@:./]/.test(alias.trim().replace(/^@/, ''))) return alias;
  const sentence = `Cannot tell the room of ${JSON.stringify(alias)}: write @${alias}@room.example, or the room behind it.`;
  throw new StartError('bad-usage', sentence);
}

interface Owner {
  readonly id: FeedId;
  readonly room: Room;
  readonly alias: string;
}

/** Asks the room that was named, whatever host the alias names; else the alias's own. */
async function ownerOf(wish: AliasWish, client: Client, signal: AbortSignal): Promise<Owner> {
  if (wish.where === undefined) {
    placeOf(wish);
    const { id, room, alias = wish.alias } = await client.resolve(wish.alias, { signal });
    if (room !== undefined) return { id, room, alias };
    throw new StartError('bad-usage', `Cannot look up ${wish.alias}: it is an id already, and no alias.`);
  }
  const room = await client.join(wish.where, { signal });
  const label = labelOf(wish.alias);
  const id = await allowed(connected(room)['tunnel.whois'](label), refusedLookup);
  return { id, room, alias: aliasAt(room, label) };
}

function refusedLookup(error: unknown): Refused | undefined {
  if (!(error instanceof RemoteError)) return undefined;
  if (isMissing(error.message)) return new Refused('unavailable', NO_ALIASES);
  return new Refused('not-found', `The room says: ${printable(error.message)}`);
}

function refusedRevoke(error: unknown, label: string): Refused | undefined {
  if (!(error instanceof RemoteError)) return undefined;
  if (isMissing(error.message)) return new Refused('unavailable', NO_ALIASES);
  const why = printable(error.message)
    .replace(/^revokeAlias: /, '')
    .replace(/\.$/, '');
  return new Refused('not-allowed', `The room does not take "${label}" back: ${why}.`);
}

function connected(room: Room): NonNullable<Room['remote']> {
  if (room.remote !== undefined) return room.remote;
  throw new Refused('unavailable', `${roomName(room)} went away meanwhile. Try again.`);
}

function onlineText(online: boolean | null | 'you'): string {
  if (online === 'you') return 'that is you';
  if (online === null) return 'the room does not tell';
  return online ? 'now' : 'not now';
}

/** Whether somebody is in the room now; `null` where it does not tell. */
async function isThere(room: Room, id: FeedId, client: Client): Promise<boolean | null | 'you'> {
  if (id === client.id) return 'you';
  const late = Promise.withResolvers<void>();
  using _timer = nodeRuntime.clock.after(LIST_MS, late.resolve);
  await Promise.race([room.listed, late.promise]);
  return room.isListed ? room.attendants.has(id) : null;
}

/** What the room refuses, in words. */
async function allowed<T>(answer: Promise<T>, refusal: (error: unknown) => Refused | undefined): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw refusal(error) ?? error;
  }
}
