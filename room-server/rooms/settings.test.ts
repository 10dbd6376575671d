import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { PrivacyMode } from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { memoryStore } from '../store/memory.ts';
import { OPERATOR } from './actor.ts';
import { Room } from './room.ts';
import { firstSettings, RoomSettings } from './settings.ts';
import { coreInMemory, feedOf } from './test-core.ts';
import { ALONE } from './test-parts.ts';

const ROOM = feedOf(250);
const ANA = { kind: 'feed', id: feedOf(1) } as const;
const BOB = { kind: 'feed', id: feedOf(2) } as const;

/** A room of one owner and one moderator; `claimed` or not. */
async function setting(claimed = true, mode: PrivacyMode = 'community') {
  const store = memoryStore();
  const { parts, members, happened } = await coreInMemory(ROOM, store);
  await members.add(OPERATOR, ANA.id, 'owner');
  await members.add(OPERATOR, BOB.id, 'moderator');
  happened.length = 0;
  const first = firstSettings(mode);
  const open = async (mode_ = first) => {
    const named = { id: ROOM, store: store.room, crypto: sodium, claimCode: 'x', now: () => 1000 };
    const room = await Room.open({ ...named, ...ALONE, first: mode_ });
    return { room, settings: await RoomSettings.open({ ...parts, room, store: store.room, first: mode_ }) };
  };
  const { room, settings } = await open();
  if (claimed) await room.setUp({ name: 'Tea', description: 'Calm' });
  return { room, settings, open, happened };
}

describe('what a room is set to', () => {
  test('is what its first start said, and stays so', async () => {
    const { settings, open } = await setting();
    const first = { mode: 'community', listed: true, language: 'en', addressDays: 30 };
    assert.deepEqual(settings.view(), { name: 'Tea', description: 'Calm', ...first });
    const { settings: again } = await open(firstSettings('open'));
    assert.deepEqual(again.view(), settings.view(), 'a later --mode changes nothing');
  });

  test('is changed by its owner, one thing or many, on the disk and in what the room is called', async () => {
    const { room, settings, open, happened } = await setting();
    const changes: unknown[] = [];
    settings.watchMode((change) => changes.push([change, settings.mode]));
    await settings.set(ANA, { listed: false, name: '  Tea room ' });
    await settings.set(ANA, { mode: 'restricted', addressDays: 0 });
    const changed = { mode: 'restricted', listed: false, language: 'en', addressDays: 0 };
    assert.deepEqual(settings.view(), { name: 'Tea room', description: 'Calm', ...changed });
    assert.equal(room.profile?.name, 'Tea room');
    assert.deepEqual((await open()).settings.view(), settings.view());
    assert.deepEqual(changes, [[{ before: 'community', after: 'restricted' }, 'restricted']]);
    assert.deepEqual(
      happened.map(({ event, by, message }) => [event, by, message]),
      [
        ['room_modify', ANA, 'listed: true is now false; name: Tea is now Tea room'],
        ['room_modify', ANA, 'mode: community is now restricted; addressDays: 30 is now 0'],
      ],
    );
    await settings.set(ANA, { mode: 'restricted' });
    assert.equal(happened.length, 2, 'nothing changed, nothing told');
  });

  test('is changed by two at once, and nothing of either is lost', async () => {
    const { settings } = await setting();
    await Promise.all([settings.set(ANA, { mode: 'open' }), settings.set(OPERATOR, { language: 'de' })]);
    assert.deepEqual([settings.mode, settings.language], ['open', 'de']);
  });

  test('is not for moderators, nor for names that are none', async () => {
    const { settings } = await setting();
    await assert.rejects(settings.set(BOB, { mode: 'open' }), { code: 'not-allowed' });
    for (const patch of [{ name: ' ' }, { name: 'x'.repeat(65) }, { description: '\u0007' }])
      await assert.rejects(settings.set(ANA, patch), { name: 'Refused', code: 'bad-argument' });
    assert.equal(settings.name, 'Tea');
  });

  test('of a room without a name is as it was started, and cannot be changed', async () => {
    const { settings } = await setting(false, 'restricted');
    assert.deepEqual([settings.mode, settings.name], ['restricted', '']);
    await assert.rejects(settings.set(ANA, { mode: 'open' }), { code: 'not-claimed' });
  });
});
