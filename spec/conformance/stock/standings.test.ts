import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type EndingsEvent,
  type FeedId,
  isFeedId,
  type Role,
  signAnnouncement,
  verifyEnding,
  verifyStanding,
} from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { type StockMuxrpc, stockMuxrpc } from '../../stock/muxrpc.ts';
import { type Keys, ssbKeys } from '../../stock/packages.ts';
import { StockError, type StockStream } from '../../stock/stream.ts';
import { asOperator } from '../as-operator.ts';
import { assertDuplex } from '../diagrams/duplex.ts';
import { connect } from '../diagrams/peer.ts';
import { makeMember } from '../make-member.ts';
import type { OurRoom } from '../our-room.ts';
import { openRooms, startRoomProcess } from '../server-process.ts';

const MANIFEST = {
  tunnel: { announce: 'async', endpoints: 'source', connect: 'duplex' },
  room: {
    attendants: 'source',
    endings: 'source',
    stage: 'source',
    members: 'source',
    metadata: 'async',
    share: 'async',
    unshare: 'async',
  },
  invite: { use: 'async' },
} as const;

const someone = (): Keys => ssbKeys().generate();

function idOf(text: string): FeedId {
  assert.ok(isFeedId(text));
  return text;
}

async function enter(room: OurRoom, keys: Keys, role?: Role): Promise<StockMuxrpc> {
  if (role !== undefined) await makeMember(room, keys.id, role);
  return stockMuxrpc(room.address, { manifest: MANIFEST, keys });
}

async function next(stream: StockStream): Promise<unknown> {
  const chunk = await stream.read();
  if ('value' in chunk) return chunk.value;
  throw chunk.end === true ? new Error('The stream ended.') : new StockError(chunk.end);
}

/** The next word of the room, if it is the room's; past the time that it begins with. */
async function word(room: OurRoom, stream: StockStream): Promise<unknown> {
  const event = (await next(stream)) as EndingsEvent;
  if (event.type === 'now') return word(room, stream);
  const id = idOf(room.id);
  if (event.type === 'standing') {
    const said = verifyStanding(sodium, id, event.standing);
    return [said?.who, said?.role];
  }
  const said = verifyEnding(sodium, id, event.ending);
  return said?.reason === undefined ? [said?.why, said?.who] : [said.why, said.who, said.reason];
}

async function refuses(answer: Promise<unknown>, message: RegExp): Promise<void> {
  await assert.rejects(answer, (error) => error instanceof StockError && message.test(error.message));
}

describe('a ban', () => {
  test('is heard with its reason by whom it concerns and by the others, and ends all that is open, at once', async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    const [ann, bob, carol] = [someone(), someone(), someone()];
    using tunnels = await connect(room.address, ann);
    await tunnels.announce(ann.id);
    using listener = await enter(room, carol);
    const [heard, list] = [listener.source(['room', 'endings']), listener.source(['room', 'attendants'])];
    await next(heard);
    await next(list);
    using banned = await enter(room, bob, 'participant');
    const own = banned.source(['room', 'endings']);
    await next(own);
    await banned.call(['tunnel', 'announce']);
    assert.deepEqual(await next(list), { type: 'joined', id: bob.id });
    const there = banned.duplex(['tunnel', 'connect'], { portal: room.id, target: ann.id });
    const { stream: back } = await tunnels.arrival();
    await assertDuplex(there, back);

    const ban = { who: bob.id, reason: 'spam', expiresAt: null };
    await asOperator(room, (remote) => remote['bans.add'](ban));
    const said = ['banned', bob.id, 'spam'];
    assert.deepEqual(await word(room, own), said, 'first the word');
    await banned.waitForEnd();
    assert.deepEqual(await word(room, heard), said);
    assert.ok('end' in (await back.read()), 'then the end of the tunnel');
    assert.deepEqual(await next(list), { type: 'left', id: bob.id });
    await assert.rejects(enter(room, bob), 'and they are let in no more');

    await asOperator(room, (remote) => remote['bans.lift']({ who: bob.id }));
    using again = await enter(room, bob);
    await again.call(['tunnel', 'announce']);
    assert.deepEqual(await next(list), { type: 'joined', id: bob.id }, 'they had left once');
    const metadata = await again.call(['room', 'metadata']);
    assert.ok(typeof metadata === 'object' && metadata !== null && 'membership' in metadata);
    assert.equal(metadata.membership, true, 'as what they were');
  });
});

describe('a change of mode', () => {
  test('to community: outsiders are told and hung up on; back again they may dial, and see nobody', async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    const [ann, eve] = [someone(), someone()];
    using member = await connect(room.address, ann);
    await makeMember(room, ann.id);
    await member.announce(ann.id);
    using outsider = await enter(room, eve);
    const heard = outsider.source(['room', 'endings']);
    await next(heard);
    await asOperator(room, (remote) => remote['settings.set']({ mode: 'community' }));
    assert.deepEqual(await word(room, heard), ['mode', eve.id]);
    await outsider.waitForEnd();

    using again = await enter(room, eve);
    const closed = /^external user are not allowed to enumerate members: /;
    for (const method of ['attendants', 'stage']) await refuses(next(again.source(['room', method])), closed);
    await refuses(next(again.source(['tunnel', 'endpoints'])), closed);
    await refuses(
      next(again.source(['room', 'members'])),
      /^external users are not allowed to list members: /,
    );
    await refuses(again.call(['tunnel', 'announce']), /^not allowed: .* use an invite/);
    const there = again.duplex(['tunnel', 'connect'], { portal: room.id, target: ann.id });
    const { opts, stream } = await member.arrival();
    assert.deepEqual(opts, { portal: room.id, target: ann.id, origin: eve.id });
    await assertDuplex(there, stream);
    assert.equal((await member.isRoom()) !== undefined, true, 'and no member was hung up on');
  });

  test('to restricted: outsiders are let in no more, invites are, and the key of one that is spent goes', async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    const [eve, bob] = [someone(), someone()];
    using outsider = await enter(room, eve);
    await asOperator(room, (remote) => remote['settings.set']({ mode: 'restricted' }));
    await outsider.waitForEnd();
    await assert.rejects(enter(room, eve));

    const { stdout } = await openRooms('invite', '--data', room.data);
    using key = await stockMuxrpc(stdout.trim(), { manifest: MANIFEST });
    await refuses(key.call(['tunnel', 'announce']), /use the invite, then connect with your own key$/);
    assert.equal(await key.call(['invite', 'use'], { feed: bob.id }), true);
    await key.waitForEnd();
    using member = await enter(room, bob);
    assert.equal(await member.call(['tunnel', 'announce']), true);
  });
});

describe('a viewer', () => {
  test('is seen, sees those who share, and does not share; all are told that they are one', async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    const [ann, vera] = [someone(), someone()];
    using sharer = await enter(room, ann);
    const [list, heard] = [sharer.source(['room', 'attendants']), sharer.source(['room', 'endings'])];
    await next(list);
    await next(heard);
    using viewer = await enter(room, vera, 'viewer');
    assert.deepEqual(await word(room, heard), [vera.id, 'viewer']);
    assert.deepEqual(await word(room, heard), ['demoted', vera.id], 'anybody else may share in an open room');
    const seen = viewer.source(['room', 'attendants']);
    assert.deepEqual(await next(seen), { type: 'state', ids: [vera.id] });
    assert.deepEqual(await next(list), { type: 'joined', id: vera.id });

    const announcement = { room: idOf(room.id), by: idOf(ann.id), share: '0'.repeat(32), at: Date.now() };
    const secretKey = Buffer.from(ann.private.replace('.ed25519', ''), 'base64');
    await sharer.call(['room', 'share'], signAnnouncement(sodium, secretKey, announcement));
    assert.deepEqual(await next(seen), { type: 'joined', id: ann.id });
    await sharer.call(['room', 'unshare'], announcement.share);
    assert.deepEqual(await next(seen), { type: 'left', id: ann.id });
    await refuses(next(viewer.source(['room', 'members'])), /a participant may: ask a moderator/);
    await refuses(viewer.call(['room', 'unshare'], announcement.share), /^not allowed: as a viewer/);

    const wish = { who: vera.id, role: 'participant', reason: '' } as const;
    await asOperator(room, (remote) => remote['members.setRole'](wish));
    assert.deepEqual(await word(room, heard), [vera.id, 'participant']);
    assert.deepEqual(
      await next(seen),
      { type: 'joined', id: ann.id },
      'and who is more sees all, without asking',
    );
  });
});
