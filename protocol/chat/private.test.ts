import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sodium } from '../node/sodium.ts';
import { privateConversation } from './conversation.ts';
import { TestNetwork, TestPeer } from './test-network.ts';
import { TestPeople } from './test-people.ts';

const people = new TestPeople(sodium);

function three() {
  const network = new TestNetwork(sodium, () => 0.5);
  const [alice, bob, carol] = [1, 2, 3].map((n) => new TestPeer(network, `peer ${n}`, people.person(n)));
  if (alice === undefined || bob === undefined || carol === undefined) throw new Error('fewer than three');
  return { network, alice, bob, carol };
}

describe('private conversations', () => {
  test('are asked for, begin once both have joined, and stay with the two', () => {
    const { network, alice, bob, carol } = three();
    const pair = privateConversation(sodium, alice.key.id, bob.key.id);
    alice.join(pair);
    carol.join(pair);
    network.connect(alice, bob);
    network.connect(alice, carol);
    network.settle();
    assert.deepEqual(bob.heard('asked'), [], 'nothing was said yet');
    alice.write(pair, 'psst');
    network.settle();
    assert.deepEqual(bob.heard('asked').at(-1), { kind: 'asked', conversation: pair, from: alice.key.id });
    bob.join(pair);
    network.settle();
    assert.deepEqual([bob.texts(pair), carol.texts(pair), carol.heard('asked')], [['psst'], [], []]);
    bob.exchange.leave(pair);
    network.settle();
    alice.write(pair, 'are you there?');
    network.settle();
    bob.join(pair, bob.stored(pair));
    network.settle();
    assert.deepEqual(bob.texts(pair), ['psst', 'are you there?']);
    const other = privateConversation(sodium, bob.key.id, carol.key.id);
    assert.throws(() => bob.write(other, 'x'), /join it/);
  });
});

describe('a private conversation with a stranger', () => {
  /** Alice has something to say to Bob, who has not joined their conversation. */
  function asked() {
    const { network, alice, bob } = three();
    const pair = privateConversation(sodium, alice.key.id, bob.key.id);
    alice.join(pair);
    network.connect(alice, bob);
    network.settle();
    return { network, alice, bob, pair };
  }

  test('survives two quick messages while it is joined anew', () => {
    const { network, alice, bob, pair } = asked();
    alice.write(pair, 'one');
    network.run(50);
    alice.write(pair, 'two');
    network.run(55);
    bob.join(pair);
    network.run(50);
    // With other bounds, say. What was asked for is answered behind that.
    bob.exchange.leave(pair);
    bob.join(pair);
    network.settle();
    assert.deepEqual([...alice.heard('cut'), ...bob.heard('cut')], []);
    assert.deepEqual(bob.texts(pair), ['one', 'two']);
  });

  test('that nobody took is told again when it is asked for', () => {
    const { network, alice, bob, pair } = asked();
    alice.write(pair, 'psst');
    network.settle();
    bob.events.length = 0;
    assert.deepEqual(bob.exchange.askAgain(), [{ kind: 'asked', conversation: pair, from: alice.key.id }]);
    bob.join(pair);
    assert.deepEqual(bob.exchange.askAgain(), []);
    network.settle();
    assert.deepEqual(bob.texts(pair), ['psst']);
  });
});
