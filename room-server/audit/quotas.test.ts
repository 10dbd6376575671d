import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { feedIdOf } from '@open-rooms/protocol';
import { VirtualClock } from '@open-rooms/protocol/testing';
import { OPERATOR } from '../rooms/actor.ts';
import { Quotas } from './quotas.ts';

const BOB = { kind: 'feed', id: feedIdOf(new Uint8Array(32).fill(2)) } as const;

/** Entries of one kind that people bring about and that are listed one by one. */
const COMINGS = 10_000;

describe('what is written down one by one', () => {
  test('is all that owners and moderators do by their right, though others do the same', () => {
    for (const event of ['send_invitation', 'alias_revoke', 'api_action_allowed'] as const) {
      const quotas = new Quotas(new VirtualClock());
      for (let n = 0; n < COMINGS; n++) assert.ok(quotas.admits({ event, by: BOB }));
      assert.ok(!quotas.admits({ event, by: BOB }), event);
      for (let n = 0; n < COMINGS + 1; n++)
        assert.ok(quotas.admits({ event, by: BOB, byRight: true }), event);
      assert.ok(quotas.admits({ event, by: OPERATOR }), event);
      assert.deepEqual(quotas.takeCounted(), [[event, 1]]);
    }
  });

  test('is not everybody whom invites bring in', () => {
    for (const event of ['member_add', 'peer_role'] as const) {
      const quotas = new Quotas(new VirtualClock());
      for (let n = 0; n < COMINGS + 5; n++) quotas.admits({ event, by: null, byRight: false });
      assert.deepEqual(quotas.takeCounted(), [[event, 5]]);
      assert.ok(quotas.admits({ event, by: BOB, byRight: true }));
    }
  });
});
