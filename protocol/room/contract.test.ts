import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as v from 'valibot';
import { feedIdOf } from '../identity/feed-id.ts';
import { manifestOf } from '../rpc/method.ts';
import { type RoomContract, roomContract } from './contract.ts';

const bob = feedIdOf(new Uint8Array(32).fill(1));
const room = feedIdOf(new Uint8Array(32).fill(2));

/** What a method reads from an argument list, or the sentence of its refusal. */
function reads(method: keyof RoomContract, args: readonly unknown[]): unknown {
  const read = v.safeParse(roomContract[method].args, args, { abortEarly: true });
  return read.success ? read.output : read.issues[0].message;
}

const CONNECT_FORM = 'should be {portal, target} with feed ids, or the feed id of the target';

describe('arguments that stock clients send', () => {
  for (const [args, output] of [
    [[], [undefined]],
    [[null], [undefined]],
    [[bob], [bob]],
    [[bob, null], [bob]],
    [[{}], [{}]],
  ] as const) {
    test(`tunnel.announce(${JSON.stringify(args)})`, () =>
      assert.deepEqual(reads('tunnel.announce', args), output));
  }

  const argumentless: (keyof RoomContract)[] = [
    'manifest',
    'whoami',
    'tunnel.isRoom',
    'tunnel.ping',
    'tunnel.leave',
    'tunnel.endpoints',
    'room.metadata',
    'room.ping',
    'room.attendants',
    'room.endings',
    'room.stage',
    'room.members',
  ];
  for (const name of argumentless) {
    test(`${name} passes over whatever is sent where nothing is asked`, () => {
      for (const args of [[], [null], [{}], [bob, { live: true }], ['a', 1]])
        assert.deepEqual(reads(name, args), []);
    });
  }

  for (const [name, args] of [
    ['gossip.ping', [{ timeout: 300_000 }]],
    ['gossip.ping', []],
    ['createHistoryStream', [{ id: bob, seq: 3, live: true }]],
    ['blobs.createWants', []],
    ['blobs.has', ['&hash.sha256']],
    ['ebt.replicate', [{ version: 3, format: 'classic' }]],
  ] as const) {
    test(`${name}(${JSON.stringify(args)})`, () => assert.deepEqual(reads(name, args), args));
  }

  for (const name of ['tunnel.connect', 'room.connect'] as const) {
    for (const [who, args, output] of [
      ['ssb-room-client', [{ portal: room, target: bob }], { portal: room, target: bob }],
      ['ssb-tunnel', [{ target: bob, instance: 0 }], { target: bob, instance: 0 }],
      ['the SSB Rooms document', [bob], { target: bob }],
      ['a peer that knows more', [{ target: bob, color: 'red' }], { target: bob }],
      ['a peer that claims an origin', [{ target: bob, origin: room }], { target: bob }],
    ] as const) {
      test(`${name}, as ${who} writes it`, () => assert.deepEqual(reads(name, args), [output]));
    }

    for (const [args, sentence] of [
      [[], 'expected 1 argument, got 0'],
      [[null], CONNECT_FORM],
      [[{}], CONNECT_FORM],
      [[{ target: null }], CONNECT_FORM],
      [[{ target: 'bob' }], CONNECT_FORM],
      [['@bob'], CONNECT_FORM],
      [[{ target: bob, portal: 7 }], CONNECT_FORM],
      [[[bob]], CONNECT_FORM],
      [[{ target: bob }, { target: room }], 'expected 1 argument, got 2'],
    ] as const) {
      test(`${name}(${JSON.stringify(args)}) is refused`, () => assert.equal(reads(name, args), sentence));
    }
  }

  for (const [args, output] of [
    [
      ['bob', 'x.sig.ed25519'],
      ['bob', 'x.sig.ed25519'],
    ],
    [[], 'expected two arguments got 0'],
    [['bob'], 'expected two arguments got 1'],
    [['bob', 'x', null], 'expected two arguments got 3'],
    [['bob', null], 'Invalid type: Expected string but received null'],
  ] as const) {
    test(`room.registerAlias(${JSON.stringify(args)})`, () =>
      assert.deepEqual(reads('room.registerAlias', args), output));
  }

  test('invite.use wants the feed that is to be let in', () => {
    assert.deepEqual(reads('invite.use', [{ feed: bob }]), [{ feed: bob }]);
    for (const args of [[], [null], [bob], [{ feed: 'bob' }], [{}]]) {
      assert.equal(typeof reads('invite.use', args), 'string');
    }
  });
});

describe('the manifest of a room', () => {
  test('names every method that Go and JavaScript peers look for, with its kind', () => {
    assert.deepEqual(manifestOf(roomContract), {
      manifest: 'sync',
      whoami: 'async',
      gossip: { ping: 'duplex' },
      tunnel: {
        isRoom: 'async',
        ping: 'sync',
        announce: 'async',
        leave: 'async',
        endpoints: 'source',
        connect: 'duplex',
        whois: 'async',
      },
      room: {
        metadata: 'async',
        ping: 'sync',
        attendants: 'source',
        endings: 'source',
        stage: 'source',
        share: 'async',
        unshare: 'async',
        members: 'source',
        registerAlias: 'async',
        revokeAlias: 'async',
        listAliases: 'async',
        connect: 'duplex',
      },
      invite: { use: 'async' },
      httpAuth: { sendSolution: 'async', invalidateAllSolutions: 'async' },
      members: { list: 'async', add: 'async', setRole: 'async', remove: 'async' },
      bans: { list: 'async', add: 'async', lift: 'async' },
      invites: { list: 'async', create: 'async', revoke: 'async' },
      aliases: { list: 'async', revoke: 'async' },
      settings: { get: 'async', set: 'async' },
      notices: { list: 'async', set: 'async', remove: 'async' },
      audit: { list: 'async', chain: 'async', verify: 'async' },
      sessions: { list: 'async', revoke: 'async' },
      keys: { list: 'async', create: 'async', revoke: 'async' },
      createHistoryStream: 'source',
      blobs: { createWants: 'source', has: 'async' },
      ebt: { replicate: 'duplex' },
    });
  });
});

describe('results', () => {
  for (const event of [
    { type: 'state', ids: [bob] },
    { type: 'joined', id: bob },
    { type: 'left', id: bob },
  ]) {
    test(`${event.type} is an event of room.attendants`, () => {
      assert.deepEqual(v.parse(roomContract['room.attendants'].result, event), event);
    });
  }

  test('an event that is none is not', () => {
    for (const event of [
      { type: 'gone', id: bob },
      { type: 'joined' },
      { type: 'joined', id: 'bob' },
      [bob],
    ]) {
      assert.equal(v.is(roomContract['room.attendants'].result, event), false);
    }
  });

  for (const name of ['tunnel.isRoom', 'room.metadata'] as const) {
    const metadata = { name: 'room.example', membership: true, features: ['tunnel', 'room2'] };
    const old = { name: '', membership: false, features: ['tunnel'] };
    for (const [who, answer, output] of [
      ['a room that does not describe itself', metadata, metadata],
      [
        'a room that says more',
        { ...metadata, description: 'd', motto: 'x' },
        { ...metadata, description: 'd' },
      ],
      ['ssb-room 1.3.0 without a name', true, old],
      ['ssb-room 1.3.0', { name: 'stock', description: '' }, { ...old, name: 'stock', description: '' }],
      [
        'a Go program that has nothing to say',
        { name: 'go', membership: false, features: null },
        { ...old, name: 'go' },
      ],
    ] as const) {
      test(`${name} of ${who} is read`, () =>
        assert.deepEqual(v.parse(roomContract[name].result, answer), output));
    }

    for (const [answer, kind] of [
      [false, 'false'],
      [null, 'null'],
      [1, '1'],
      ['\u001b[2J', 'a text'],
      [[], 'Array'],
      [{ name: 7 }, 'Object'],
      [{ ...metadata, features: 'tunnel' }, 'Object'],
    ] as const) {
      test(`${name}: ${JSON.stringify(answer)} is no room's answer`, () => {
        const read = v.safeParse(roomContract[name].result, answer);
        assert.equal(
          read.issues?.[0].message,
          `${kind} is no room's answer, so the other side is not a room`,
        );
      });
    }
  }
});
