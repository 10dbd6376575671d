import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sodium } from '../node/sodium.ts';
import { ChatFrameReader } from './frame-reader.ts';
import { readFrame } from './frames.ts';
import { RECEIPT_PAUSE_MS } from './limits.ts';
import { TestNetwork, TestPeer } from './test-network.ts';
import { TestPeople } from './test-people.ts';

const people = new TestPeople(sodium);
const ROOM = people.room;

/** A network with people who have joined the room, and every frame that goes through it as a line. */
function setUp(...names: string[]) {
  const lines: string[] = [];
  const readers = new Map<string, ChatFrameReader>();
  const network = new TestNetwork(
    sodium,
    () => 0.5,
    (from, bytes) => {
      const reader = readers.get(from.name) ?? new ChatFrameReader();
      readers.set(from.name, reader);
      for (const found of reader.read(bytes)) {
        const frame = readFrame(found);
        lines.push(`${from.name}: ${frame.kind}${'ids' in frame ? ` ${frame.ids.length}` : ''}`);
      }
    },
  );
  const peers = names.map((name, n) => new TestPeer(network, name, people.person(n + 1)).join(ROOM));
  return {
    network,
    peers: peers as [TestPeer, TestPeer, TestPeer, TestPeer],
    lines,
    said: () => lines.splice(0),
  };
}

describe('two neighbours', () => {
  test('say hello, compare what they hold, and are quiet', () => {
    const { network, peers, said } = setUp('alice', 'bob');
    const [alice, bob] = peers;
    network.connect(alice, bob);
    network.settle();
    assert.deepEqual(said(), ['alice: hello', 'bob: hello', 'alice: open', 'bob: open']);
  });

  test('send what they write, and say that they have it', () => {
    const { network, peers, said } = setUp('alice', 'bob');
    const [alice, bob] = peers;
    network.connect(alice, bob);
    network.settle();
    said();
    const id = alice.write(ROOM, 'hello');
    assert.equal(alice.log(ROOM).delivery(id)?.state, 'waiting');
    network.settle();
    assert.deepEqual(said(), ['alice: record', 'bob: have 1']);
    assert.deepEqual(bob.texts(ROOM), ['hello']);
    assert.deepEqual(bob.heard('arrived').length, 1);
    assert.equal(alice.log(ROOM).delivery(id)?.state, 'sent');
    bob.told(bob.exchange.read(ROOM, id, network.now));
    network.settle();
    assert.deepEqual(said(), ['bob: record', 'alice: have 1']);
    assert.deepEqual(alice.log(ROOM).delivery(id), { state: 'read', readBy: [bob.key.id] });
  });

  test('ask for what they lack when they meet again', () => {
    const { network, peers, said } = setUp('alice', 'bob');
    const [alice, bob] = peers;
    const id = alice.write(ROOM, 'one');
    bob.write(ROOM, 'two');
    alice.write(ROOM, 'three');
    network.connect(alice, bob);
    network.settle();
    assert.deepEqual(said(), [
      ...['alice: hello', 'bob: hello', 'alice: open', 'bob: open', 'alice: look', 'bob: look'],
      ...['alice: page 2', 'bob: page 1', 'alice: want 1', 'bob: want 2'],
      ...['alice: record', 'alice: record', 'bob: record', 'alice: have 1', 'bob: have 2'],
    ]);
    assert.deepEqual(alice.texts(ROOM).toSorted(), ['one', 'three', 'two']);
    assert.deepEqual(alice.texts(ROOM), bob.texts(ROOM));
    assert.equal(alice.log(ROOM).delivery(id)?.state, 'sent');
    network.break(alice, bob);
    said();
    network.connect(alice, bob);
    network.settle();
    assert.deepEqual(said(), ['alice: hello', 'bob: hello', 'alice: open', 'bob: open']);
  });

  test('change and delete what is theirs, and nothing else', () => {
    const { network, peers } = setUp('alice', 'bob');
    const [alice, bob] = peers;
    network.connect(alice, bob);
    const [kept, gone] = [alice.write(ROOM, 'kept'), alice.write(ROOM, 'gone')];
    network.settle();
    alice.say(ROOM, { kind: 'edit', target: kept, text: 'changed' });
    alice.say(ROOM, { kind: 'delete', target: gone });
    network.settle();
    assert.deepEqual([bob.texts(ROOM), bob.stored(ROOM).length], [['changed'], 3]);
    const change = { kind: 'edit', target: kept, text: 'mine' } as const;
    assert.throws(() => bob.say(ROOM, change), /only @.*, who wrote it, can/);
    assert.throws(() => alice.say(ROOM, { kind: 'delete', target: gone }), /it is not here, or was deleted/);
  });

  test('see each other type, for a while', () => {
    const { network, peers, said } = setUp('alice', 'bob');
    const [alice, bob] = peers;
    network.connect(alice, bob);
    network.settle();
    said();
    for (let key = 0; key < 10; key++) {
      alice.exchange.typing(ROOM, network.now);
      network.run(500);
    }
    assert.deepEqual(said(), ['alice: typing', 'alice: typing']);
    assert.deepEqual(
      bob.heard('typing').map(({ who }) => who),
      [alice.key.id, alice.key.id],
    );
  });

  test('who read a hundred messages says so once a second', () => {
    const { network, peers, said } = setUp('alice', 'bob');
    const [alice, bob] = peers;
    network.connect(alice, bob);
    const ids = Array.from({ length: 100 }, (_, n) => alice.write(ROOM, `${n}`));
    network.settle();
    said();
    const start = network.now;
    for (const id of ids) {
      bob.told(bob.exchange.read(ROOM, id, network.now));
      network.run(30);
    }
    network.settle();
    const receipts = said().filter((line) => line === 'bob: record').length;
    assert.ok(receipts <= 2 + (network.now - start) / RECEIPT_PAUSE_MS, `${receipts}`);
    assert.equal(ids.filter((id) => alice.log(ROOM).delivery(id)?.state === 'read').length, 100);
  });

  test('who writes faster than people do is asked for it instead', () => {
    const { network, peers, said } = setUp('alice', 'bob');
    const [alice, bob] = peers;
    network.connect(alice, bob);
    network.settle();
    for (let n = 0; n < 2000; n++) alice.write(ROOM, `${n}`);
    network.settle();
    assert.equal(bob.texts(ROOM).length, 2000);
    assert.deepEqual(bob.heard('cut'), []);
    assert.ok(said().some((line) => line.startsWith('bob: want')));
  });
});

describe('several', () => {
  test('get everything through those who are between them', () => {
    const { network, peers } = setUp('alice', 'bob', 'carol', 'dave');
    const [alice, bob, carol, dave] = peers;
    network.connect(alice, bob);
    network.connect(bob, carol);
    network.connect(carol, dave);
    network.settle();
    const id = alice.write(ROOM, 'hello');
    network.settle();
    dave.told(dave.exchange.read(ROOM, id, network.now));
    network.settle();
    assert.deepEqual(dave.texts(ROOM), ['hello']);
    assert.deepEqual(alice.log(ROOM).delivery(id), { state: 'read', readBy: [dave.key.id] });
  });

  test('who comes late gets each message once, though three hold it', () => {
    const { network, peers, said } = setUp('alice', 'bob', 'carol', 'dave');
    const [alice, bob, carol, dave] = peers;
    for (const one of [alice, bob, carol]) for (let n = 0; n < 200; n++) one.write(ROOM, `${one.name} ${n}`);
    network.connect(alice, bob);
    network.connect(bob, carol);
    network.settle();
    said();
    for (const other of [alice, bob, carol]) network.connect(other, dave);
    network.settle();
    assert.deepEqual(dave.texts(ROOM), alice.texts(ROOM));
    assert.equal(dave.texts(ROOM).length, 600);
    assert.equal(said().filter((line) => line.endsWith(': record')).length, 600);
  });

  test('do not get what somebody says whom one of them has blocked, through that one', () => {
    const { network, peers } = setUp('alice', 'bob', 'carol');
    const [alice, bob, carol] = peers;
    bob.blocked.add(alice.key.id);
    network.connect(alice, bob);
    network.connect(bob, carol);
    alice.write(ROOM, 'hello');
    network.settle();
    assert.deepEqual([bob.texts(ROOM), carol.texts(ROOM)], [[], []]);
    network.connect(alice, carol);
    network.settle();
    assert.deepEqual([bob.texts(ROOM), carol.texts(ROOM)], [[], ['hello']]);
  });

  test('one who was asked and is gone leaves the others to ask', () => {
    const { network, peers } = setUp('alice', 'bob', 'carol');
    const [alice, bob, carol] = peers;
    for (let n = 0; n < 300; n++) alice.write(ROOM, `${n}`);
    network.connect(alice, bob);
    network.settle();
    network.connect(alice, carol);
    network.connect(bob, carol);
    network.run(700);
    assert.ok(carol.texts(ROOM).length < 300);
    network.break(alice, carol);
    network.settle();
    assert.deepEqual(carol.texts(ROOM), alice.texts(ROOM));
  });

  test('two devices of one person write at once, and read for each other', () => {
    const { network, peers } = setUp('alice', 'bob');
    const [phone, bob] = peers;
    const laptop = new TestPeer(network, 'laptop', phone.key).join(ROOM);
    network.connect(phone, bob);
    network.connect(bob, laptop);
    phone.write(ROOM, 'ok');
    laptop.write(ROOM, 'ok');
    const id = bob.write(ROOM, 'hello');
    network.settle();
    assert.deepEqual(laptop.texts(ROOM).toSorted(), ['hello', 'ok', 'ok']);
    assert.deepEqual(laptop.texts(ROOM), phone.texts(ROOM));
    assert.equal(laptop.log(ROOM).unread.length, 1);
    phone.told(phone.exchange.read(ROOM, id, network.now));
    network.settle();
    assert.deepEqual(laptop.log(ROOM).unread, []);
  });

  test('a message that another device of mine holds is not sent yet', () => {
    const { network, peers } = setUp('alice', 'bob');
    const [phone, bob] = peers;
    const laptop = new TestPeer(network, 'laptop', phone.key).join(ROOM);
    network.connect(phone, laptop);
    const id = phone.write(ROOM, 'hello');
    network.settle();
    assert.equal(phone.log(ROOM).delivery(id)?.state, 'waiting');
    network.connect(laptop, bob);
    network.settle();
    assert.equal(laptop.log(ROOM).delivery(id)?.state, 'sent');
  });
});

describe('a program that starts again', () => {
  test('knows all that it knew', () => {
    const { network, peers } = setUp('alice', 'bob');
    const [alice, bob] = peers;
    network.connect(alice, bob);
    const id = alice.write(ROOM, 'mine');
    network.settle();
    bob.write(ROOM, 'theirs');
    network.settle();
    const again = new TestPeer(network, 'again', alice.key).join(ROOM, alice.stored(ROOM));
    assert.deepEqual(again.texts(ROOM), ['mine', 'theirs']);
    assert.deepEqual(again.log(ROOM).delivery(id), alice.log(ROOM).delivery(id));
    assert.deepEqual(again.log(ROOM).unread, alice.log(ROOM).unread);
    assert.deepEqual(again.events, []);
  });
});
