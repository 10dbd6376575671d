import assert from 'node:assert/strict';
import type { RoomConnection } from '@open-rooms/client';
import {
  type Act,
  type FeedId,
  feedIdOf,
  generateKeyPair,
  newShareId,
  type PrivacyMode,
  RemoteError,
  SHARE_ID_BYTES,
  type Standing,
  signAliasRegistration,
  signAnnouncement,
  writeSignature,
} from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { OPERATOR } from '../../../room-server/rooms/actor.ts';
import type { PeopledRoom } from './peopled-room.ts';

/** Somebody who tries what they may do. */
export interface Trying {
  readonly room: PeopledRoom;
  readonly mode: PrivacyMode;
  readonly standing: Standing;
  readonly peer: RoomConnection;
  /** Somebody else, a participant who is there and answers every tunnel. */
  readonly other: FeedId;
}

type Probe = (trying: Trying) => Promise<unknown>;

/** What stands in each refusal of the gate, and in no other. */
const NOT_ALLOWED =
  /: as (?:an? [\w ]+|somebody who is no member|the key of an invite) you may not .+ in this \w+ room; /;
/** A room tells whoever moderates nothing that there is no such invite, not whose it is. */
const NOT_YOURS = /you have no invite with that id/;

/** For each act something that succeeds for whoever may. `enter` is the connection itself; `write` is between peers. */
export const MUXRPC_PROBES: Readonly<Partial<Record<Act, readonly Probe[]>>> = {
  look: [
    ({ peer }) => peer.remote['room.metadata'](),
    ({ peer }) => peer.remote['tunnel.ping'](),
    ({ peer }) => peer.remote.whoami(),
    ({ peer }) => peer.remote.manifest(),
    ({ peer }) => firstOf(peer.remote['room.endings']()),
    ({ peer }) => peer.remote['settings.get']({}),
    ({ peer }) => peer.remote['notices.list']({}),
  ],
  attend: [({ peer }) => peer.remote['tunnel.announce'](), ({ peer }) => peer.remote['tunnel.leave']()],
  watch: [
    ({ peer }) => firstOf(peer.remote['room.attendants']()),
    ({ peer }) => firstOf(peer.remote['tunnel.endpoints']()),
    ({ peer }) => firstOf(peer.remote['room.stage']()),
  ],
  enumerate: [({ peer }) => firstOf(peer.remote['room.members']())],
  dial: [
    ({ peer, other }) => firstBytes(peer.remote['tunnel.connect']({ target: other, portal: peer.room })),
    ({ peer, other }) => firstBytes(peer.remote['room.connect']({ target: other, portal: peer.room })),
  ],
  share: [share],
  join: [use],
  'sign-in': [
    ({ peer }) => peer.remote['httpAuth.invalidateAllSolutions'](),
    ({ peer }) => peer.remote['sessions.list']({}),
  ],
  alias: [registerAlias],
  'own-aliases': [revokeAlias],
  resolve: [({ peer }) => peer.remote['tunnel.whois']('other')],
  'list-aliases': [({ peer, other }) => peer.remote['room.listAliases'](other)],
  'moderate-aliases': [({ peer }) => peer.remote['aliases.list']({})],
  invite: [
    ({ peer }) => peer.remote['invites.create']({ note: 'a probe' }),
    ({ peer }) => peer.remote['invites.list']({}),
  ],
  'moderate-invites': [revokeInvite],
  'manage-members': [
    ({ peer }) => peer.remote['members.list']({}),
    ({ peer }) => peer.remote['members.add']({ who: anybody(), role: 'viewer' }),
  ],
  ban: [
    ({ peer }) => peer.remote['bans.list']({}),
    async ({ peer }) => {
      const who = anybody();
      await peer.remote['bans.add']({ who, reason: 'a probe' });
      await peer.remote['bans.lift']({ who });
    },
  ],
  'write-notices': [
    ({ peer, standing }) => peer.remote['notices.set']({ name: 'news', language: 'en', content: standing }),
  ],
  'read-audit': [
    ({ peer }) => peer.remote['audit.list']({ limit: 1 }),
    ({ peer }) => peer.remote['audit.verify']({}),
  ],
  configure: [({ peer }) => peer.remote['settings.set']({ listed: true })],
  administer: [({ peer }) => peer.remote['keys.list']({})],
};

/**
 * Whether the room lets somebody do an act: every probe of it has to say the same. Throws where one fails for another
 * reason than that they may not.
 */
export async function maySay(trying: Trying, act: Act): Promise<boolean> {
  const probes = MUXRPC_PROBES[act] ?? [];
  const verdicts: boolean[] = [];
  for (const probe of probes) verdicts.push(await isAllowed(() => probe(trying)));
  assert.equal(new Set(verdicts).size, 1, `${act} as ${trying.standing}: ${verdicts.join(', ')}`);
  return verdicts[0] === true;
}

async function isAllowed(act: () => Promise<unknown>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    assert.ok(error instanceof RemoteError, String(error));
    assert.ok(NOT_ALLOWED.test(error.message) || NOT_YOURS.test(error.message), error.message);
    return false;
  }
}

/** The id of somebody whom the room has never met. */
export function anybody(): FeedId {
  return feedIdOf(generateKeyPair(sodium).publicKey);
}

async function firstOf<T>(source: AsyncIterable<T>): Promise<T | undefined> {
  for await (const value of source) return value;
  return undefined;
}

function firstBytes(stream: ReturnType<RoomConnection['remote']['tunnel.connect']>): Promise<void> {
  const came = Promise.withResolvers<void>();
  stream.receiver = {
    onFrame: () => came.resolve(),
    onEnd: (error) => came.reject(new RemoteError(error ?? 'The tunnel ended without a word.')),
  };
  stream.sendBytes(Buffer.from('hello'));
  return came.promise.then(() => stream.end());
}

async function share({ room, standing, peer }: Trying): Promise<void> {
  const share = newShareId(sodium.randomBytes(SHARE_ID_BYTES));
  const said = { room: peer.room, by: peer.id, share, at: Date.now() };
  // Only of whoever may share it is asked that they are there.
  await peer.remote['tunnel.announce']().catch(() => undefined);
  await peer.remote['room.share'](signAnnouncement(sodium, room.people[standing].secretKey, said));
  await peer.remote['room.unshare'](share);
}

/** The key of an invite brings somebody in; others are told that they are in, or that they have no invite. */
async function use({ peer }: Trying): Promise<void> {
  try {
    await peer.remote['invite.use']({ feed: anybody() });
  } catch (error) {
    assert.ok(error instanceof RemoteError);
    if (!/no such invite/.test(error.message)) throw error;
  }
}

async function registerAlias({ room, standing, peer }: Trying): Promise<void> {
  const { secretKey } = room.people[standing];
  const alias = `a${standing}`;
  const registration = { alias, userId: peer.id, roomId: peer.room };
  const signed = writeSignature(signAliasRegistration(sodium, secretKey, registration));
  await peer.remote['room.registerAlias'](alias, signed);
}

/** Of whoever may have aliases all that can be wrong is that they have not this one. */
async function revokeAlias({ peer, standing }: Trying): Promise<void> {
  try {
    await peer.remote['room.revokeAlias'](`a${standing}`);
  } catch (error) {
    assert.ok(error instanceof RemoteError);
    if (NOT_ALLOWED.test(error.message)) throw error;
  }
}

async function revokeInvite({ room, peer }: Trying): Promise<void> {
  const wish = { role: 'viewer', uses: 1, note: '', notBefore: null, expiresAt: null } as const;
  const { id } = await room.server.operations['invites.create'](OPERATOR, wish);
  await peer.remote['invites.revoke']({ id });
}
