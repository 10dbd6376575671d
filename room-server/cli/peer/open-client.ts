import { homedir } from 'node:os';
import { Client, type ClientOptions, type IncomingPipe, type Strangers } from '@open-rooms/client';
import { claimProfile, nodeRuntime, profilesHome, readProfile } from '@open-rooms/client/node';
import { printable } from '../../observe/printable.ts';
import type { Terminal } from '../terminal.ts';

/** Who a command acts as. */
export interface PersonWish {
  /** The profile; without it `me`, or for who stays the first of `me`, `me-2`… that is free. */
  readonly as?: string | undefined;
  /** 32 bytes: which network of SSB peers this is. */
  readonly networkKey: Uint8Array;
}

/** What a program that stays in rooms gives its client besides. */
export interface StayingWish extends PersonWish {
  readonly strangers: Strangers;
  readonly onPipe?: (pipe: IncomingPipe) => void;
  /** Whether it takes part in conversations, and is rung. */
  readonly talks?: boolean;
  /** Whether it opens no links: then everything goes through the room. */
  readonly throughRoom?: boolean;
}

/** A client, and the profile that it acts as. */
export interface Acting extends AsyncDisposable {
  readonly client: Client;
  readonly profile: string;
}

/** The profile that a command is given by default. */
export const DEFAULT_PROFILE = 'me';

/** The folder of all profiles of this person. */
export function homeOf({ env }: Terminal): string {
  return profilesHome({ env, platform: process.platform, homeDirectory: homedir() });
}

/**
 * The client of a program that stays: nobody else has its profile meanwhile.
 * @throws ProfileError
 */
export async function staying(wish: StayingWish, terminal: Terminal): Promise<Acting> {
  const { crypto } = nodeRuntime;
  const { as: name, networkKey, strangers, onPipe, talks = false, throughRoom = false } = wish;
  await using opened = new AsyncDisposableStack();
  const profile = opened.use(await claimProfile({ home: homeOf(terminal), name, crypto }));
  for (const warning of profile.warnings) terminal.stderr.write(`${printable(warning)}\n`);
  const { keys: identity, contacts, rooms, messages } = profile;
  const options = { identity, contacts, rooms, networkKey, strangers, runtime: nodeRuntime };
  const links = throughRoom ? undefined : loadingLinks(terminal);
  const more = { ...(talks && { messages }), ...(onPipe && { onPipe }), ...(links && { links }) };
  const client = opened.use(await Client.open({ ...options, ...more }));
  const all = opened.move();
  return { client, profile: profile.name, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

/**
 * What links need, which is large: it is loaded while the room is joined. Where this machine cannot, a sentence says
 * so, and the room carries everything.
 */
function loadingLinks({ stderr }: Terminal): NonNullable<ClientOptions['links']> {
  const loaded = import('@open-rooms/client/links');
  loaded.catch((error: unknown) => {
    const [why = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    stderr.write(`No direct connections from here, all goes through the room: ${printable(why)}\n`);
  });
  return () => loaded;
}

/**
 * The client of a command that is soon done, beside other programs of the same profile. It knows the rooms, and none
 * of the contacts: it shall dial nobody by itself.
 * @throws ProfileError
 */
export async function visiting({ as: name, networkKey }: PersonWish, terminal: Terminal): Promise<Acting> {
  await using opened = new AsyncDisposableStack();
  const profile = opened.use(await readProfile({ home: homeOf(terminal), name, crypto: nodeRuntime.crypto }));
  const { keys: identity, rooms } = profile;
  const options = { identity, rooms, networkKey, strangers: 'refuse', runtime: nodeRuntime } as const;
  const client = opened.use(await Client.open(options));
  const all = opened.move();
  return { client, profile: profile.name, [Symbol.asyncDispose]: () => all.disposeAsync() };
}
