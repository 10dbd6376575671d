import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { concat } from '../bytes/concat.ts';
import { sodium } from '../node/sodium.ts';
import { cutAt, fixedKeys, NETWORK_KEY, runHandshake, type Sent } from '../testing/index.ts';
import { ClientHandshake } from './client.ts';
import type { Handshake, HandshakeOutput } from './handshake.ts';
import { ServerHandshake, serverIdentity } from './server.ts';

const clientKeys = fixedKeys(sodium, 1);
const serverKeys = fixedKeys(sodium, 2);
const identity = serverIdentity(sodium, serverKeys);
const EPHEMERAL = { client: new Uint8Array(32).fill(3), server: new Uint8Array(32).fill(4) };
const LENGTHS = [64, 64, 112, 80];

function client(): ClientHandshake {
  return new ClientHandshake(sodium, NETWORK_KEY, clientKeys, serverKeys.publicKey, EPHEMERAL.client);
}

function server(): ServerHandshake {
  return new ServerHandshake(sodium, NETWORK_KEY, identity, EPHEMERAL.server);
}

const good = runHandshake(client(), server());
const [hello, answer, auth, accept] = good.sent.map(({ bytes }) => bytes);
assert.ok(hello && answer && auth && accept);

const cuts = fc.array(fc.nat(150), { maxLength: 20 });

/** Every state that a side can be in, and how to get there. */
const STATES: Record<string, () => Handshake> = {
  'client, hello': () => fed(client()),
  'client, accept': () => fed(client(), answer),
  'client, over': () => fed(client(), answer, accept),
  'server, hello': () => fed(server()),
  'server, auth': () => fed(server(), hello),
  'server, deciding': () => fed(server(), hello, auth),
  'server, over': () => {
    const side = fed(server(), hello, auth);
    side.accept();
    return side;
  },
};

function fed<Side extends Handshake>(side: Side, ...messages: Uint8Array[]): Side {
  side.start();
  for (const message of messages) side.receive(message);
  return side;
}

describe('a handshake', () => {
  test('does not mind where its bytes are cut', () => {
    fc.assert(
      fc.property(cuts, (places) => {
        assert.deepEqual(
          runHandshake(client(), server(), ({ bytes }) => cutAt(bytes, places)),
          good,
        );
      }),
    );
  });

  for (const [name, reach] of Object.entries(STATES)) {
    test(`answers any bytes with outputs or one failure: ${name}`, () => {
      const chunks = fc.array(fc.uint8Array({ maxLength: 150 }), { maxLength: 6 });
      fc.assert(
        fc.property(chunks, fc.uint8Array({ minLength: 120, maxLength: 120 }), (some, enough) => {
          const side = reach();
          const outputs = [...some, enough].flatMap((chunk) => side.receive(chunk));
          const over = /over|deciding/.test(name);
          assert.deepEqual(kinds(outputs), over ? [] : ['failed']);
        }),
      );
    });
  }

  for (const [index, length] of LENGTHS.entries()) {
    test(`fails at every bit of message ${index + 1} that is flipped`, () => {
      for (let bit = 0; bit < length * 8; bit++) {
        const run = runHandshake(client(), server(), flipBit(index, bit));
        const receiver = index % 2 === 0 ? run.server : run.client;
        assert.deepEqual(kinds(receiver.slice(-1)), ['failed'], `bit ${bit}`);
        assert.equal(run.sent.length, index + 1, `bit ${bit} was answered`);
      }
    });
  }

  test('keeps what came behind the last message, whatever the cut', () => {
    fc.assert(
      fc.property(cuts, fc.uint8Array({ maxLength: 100 }), (places, more) => {
        const caller = fed(client(), answer);
        for (const chunk of cutAt(concat(accept, more), places)) caller.receive(chunk);
        assert.deepEqual(caller.rest, more);
        const called = fed(server(), hello);
        for (const chunk of cutAt(concat(auth, more), places)) called.receive(chunk);
        assert.deepEqual(called.rest, more);
        called.accept();
        assert.deepEqual(called.rest, more);
      }),
    );
  });
});

describe('accept', () => {
  test('lets a caller in, once', () => {
    const side = fed(server(), hello, auth);
    assert.deepEqual(kinds(side.accept()), ['send', 'done']);
    assert.deepEqual(side.accept(), []);
  });

  test('does nothing before there is a caller, nor after a failure', () => {
    for (const messages of [[], [hello], [hello, accept, accept]]) {
      assert.deepEqual(fed(server(), ...messages).accept(), []);
    }
  });
});

describe('random ephemeral keys', () => {
  test('make every handshake differ', () => {
    const fresh = () =>
      runHandshake(
        new ClientHandshake(sodium, NETWORK_KEY, clientKeys, serverKeys.publicKey),
        new ServerHandshake(sodium, NETWORK_KEY, identity),
      );
    const [one, other] = [fresh(), fresh()];
    assert.deepEqual(kinds(one.client), ['done']);
    assert.notDeepEqual(one.sent[0], other.sent[0]);
    assert.notDeepEqual(one.sent[1], other.sent[1]);
    assert.notDeepEqual(one.client, other.client);
  });
});

function flipBit(message: number, bit: number): (sent: Sent) => Uint8Array[] {
  let number = 0;
  return ({ bytes }) => {
    if (number++ !== message) return [bytes];
    const changed = bytes.slice();
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    return [changed];
  };
}

function kinds(outputs: readonly HandshakeOutput[]): string[] {
  return outputs.map(({ kind }) => kind);
}
