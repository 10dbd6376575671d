import type { Clock, FeedId, PrivacyMode } from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import type { TakeDown } from './audit/happening.ts';
import { Bans } from './bans/bans.ts';
import { Invites } from './invites/invites.ts';
import { Members } from './members/members.ts';
import type { Core } from './rooms/core.ts';
import { Gate } from './rooms/gate.ts';
import { Room } from './rooms/room.ts';
import { firstSettings, RoomSettings } from './rooms/settings.ts';
import { Turns } from './rooms/turns.ts';
import type { Stored } from './store/open-stored.ts';

export interface CoreParts {
  readonly stored: Pick<Stored, 'store'> & { readonly key: { readonly id: FeedId } };
  /** Whoever knows it may name the room, once. */
  readonly claimCode: string;
  /** The mode of a new room. */
  readonly mode: PrivacyMode;
  readonly takeDown: TakeDown;
  readonly clock: Pick<Clock, 'now'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** An invite was taken back. */
  readonly onRevoked?: () => void;
}

/** Opens what decides who may do what. The gate asks all of them, and they ask the gate: it is made of what there will be. */
export async function openCore({
  stored,
  claimCode,
  mode,
  takeDown,
  clock,
  now,
  onRevoked,
}: CoreParts): Promise<Core> {
  const { key, store } = stored;
  const roomId = key.id;
  const first = firstSettings(mode);
  const late: { -readonly [Name in keyof Core]?: Core[Name] } = {};
  const gate = new Gate({
    settings: {
      get mode() {
        return late.settings?.mode ?? mode;
      },
    },
    members: { roleOf: (id) => late.members?.roleOf(id) },
    bans: { isBanned: (id) => late.bans?.isBanned(id) },
    invites: { isKey: (id) => late.invites?.isKey(id) === true },
  });
  const changed = {
    turns: new Turns(),
    check: gate.check.bind(gate),
    now,
    takeDown,
  };
  const isBanned: Members['isMember'] = (id) => late.bans?.isBanned(id) !== undefined;
  const members = await Members.open({ ...changed, roomId, store: store.members, isBanned });
  late.members = members;
  const standingOf = gate.standingOf.bind(gate);
  const owners = members.owners.bind(members);
  const bans = await Bans.open({ ...changed, roomId, store: store.bans, standingOf, owners });
  late.bans = bans;
  const addOwner = members.addWith.bind(members);
  const named = { id: roomId, crypto: sodium, claimCode, now };
  const room = await Room.open({ ...named, store: store.room, first, addOwner, takeDown });
  const settings = await RoomSettings.open({ ...changed, room, store: store.room, first });
  late.settings = settings;
  const invites = await Invites.open({
    store: store.invites,
    settings,
    gate,
    bans,
    members,
    crypto: sodium,
    ...(onRevoked && { onRevoked }),
    takeDown,
    clock,
    now,
  });
  late.invites = invites;
  return { room, settings, members, bans, invites, gate };
}
