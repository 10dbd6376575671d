import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import boxstream from '../../spec/vectors/boxstream.json' with { type: 'json' };
import handshake from '../../spec/vectors/handshake.json' with { type: 'json' };
import { concat } from '../bytes/concat.ts';
import { sodium } from '../node/sodium.ts';
import { ClientHandshake } from '../shs/client.ts';
import { serverIdentity } from '../shs/server.ts';
import { cutAt, fixedKeys, fromHex, NETWORK_KEY, toHex } from '../testing/index.ts';
import type { Channel, ChannelEvent } from './channel.ts';
import { SecretChannel } from './secret-channel.ts';

const clientKeys = fixedKeys(sodium, 1);
const serverKeys = fixedKeys(sodium, 2);
const identity = serverIdentity(sodium, serverKeys);
const OPEN_TO_SERVER = { kind: 'open', remote: serverKeys.publicKey };
const CALLER = { kind: 'caller', remote: clientKeys.publicKey };
const OPEN_TO_CLIENT = { kind: 'open', remote: clientKeys.publicKey };

/** As SecretChannel says: what may wait behind the client's last handshake message. */
const EARLY_BYTES = 8192;

function client(): SecretChannel {
  return SecretChannel.client(sodium, NETWORK_KEY, clientKeys, serverKeys.publicKey);
}

function server(): SecretChannel {
  return SecretChannel.server(sodium, NETWORK_KEY, identity);
}

/** The bytes that events ask to send; a copy, as a wire makes it. */
function sent(events: readonly ChannelEvent[]): Uint8Array {
  return concat(...events.map((event) => (event.kind === 'send' ? event.bytes : new Uint8Array(0))));
}

function plain(events: readonly ChannelEvent[]): Uint8Array {
  return concat(...events.map((event) => (event.kind === 'plain' ? event.bytes : new Uint8Array(0))));
}

function kinds(events: readonly ChannelEvent[]): string[] {
  return events.map(({ kind }) => kind);
}

/** A server that waits for message 3, and that message with bytes behind it. */
function eagerCaller(early: Uint8Array): { called: SecretChannel; last: Uint8Array } {
  const called = server();
  const ephemeral = new Uint8Array(32).fill(3);
  const caller = new ClientHandshake(sodium, NETWORK_KEY, clientKeys, serverKeys.publicKey, ephemeral);
  const [hello] = caller.start();
  assert.ok(hello?.kind === 'send');
  const [auth] = caller.receive(sent(called.receive(hello.bytes)));
  assert.ok(auth?.kind === 'send');
  return { called, last: concat(auth.bytes, early) };
}

/** Both ends of a channel, open. */
function openPair(): [SecretChannel, SecretChannel] {
  const [caller, called] = [client(), server()];
  const answer = sent(called.receive(sent(caller.start())));
  called.receive(sent(caller.receive(answer)));
  caller.receive(sent(called.accept()));
  assert.ok(caller.isOpen && called.isOpen);
  return [caller, called];
}

function feed(channel: Channel, bytes: Uint8Array, places: readonly number[]): ChannelEvent[] {
  return cutAt(bytes, places).flatMap((chunk) => channel.receive(chunk));
}

const text = fc.uint8Array({ maxLength: 300 });
const cuts = fc.array(fc.nat(9000), { maxLength: 20 });

describe('a secret channel', () => {
  test('carries both directions and both goodbyes, wherever the wire is cut', () => {
    fc.assert(
      fc.property(fc.array(text), fc.array(text), cuts, (questions, answers, places) => {
        const [caller, called] = [client(), server()];
        const hello = feed(called, sent(caller.start()), places);
        const auth = feed(caller, sent(hello), places);
        assert.deepEqual(feed(called, sent(auth), places), [CALLER]);
        const accepted = called.accept();
        assert.deepEqual(kinds(accepted), ['send', 'open']);
        assert.deepEqual(accepted[1], OPEN_TO_CLIENT);

        const fromServer = concat(sent(accepted), ...answers.map((t) => called.seal(t)), called.goodbye());
        const atClient = feed(caller, fromServer, places);
        assert.deepEqual(atClient[0], OPEN_TO_SERVER);
        assert.deepEqual(plain(atClient), concat(...answers));
        assert.equal(atClient.at(-1)?.kind, 'goodbye');

        const fromClient = concat(...questions.map((t) => caller.seal(t)), caller.goodbye());
        const atServer = feed(called, fromClient, places);
        assert.deepEqual(plain(atServer), concat(...questions));
        assert.equal(atServer.at(-1)?.kind, 'goodbye');
      }),
    );
  });

  test('a server starts with nothing, a client with its hello', () => {
    assert.deepEqual(server().start(), []);
    assert.deepEqual(kinds(client().start()), ['send']);
  });

  test('a client has nobody to accept', () => assert.deepEqual(client().accept(), []));

  test('seals nothing before the handshake is done, nor after its goodbye', () => {
    assert.throws(() => client().seal(new Uint8Array(1)), /before its handshake/);
    const [caller] = openPair();
    assert.equal(caller.goodbye().length, 34);
    assert.equal(caller.isOpen, false);
    assert.throws(() => caller.seal(new Uint8Array(1)));
    assert.equal(caller.goodbye().length, 0);
    assert.equal(client().goodbye().length, 0);
  });

  test('still reads after its own goodbye', () => {
    const [caller, called] = openPair();
    caller.goodbye();
    assert.deepEqual(plain(caller.receive(called.seal(Uint8Array.of(1)))), Uint8Array.of(1));
  });

  test('is over with the goodbye: what follows is nothing', () => {
    const [caller, called] = openPair();
    const last = concat(called.seal(Uint8Array.of(1)), called.goodbye(), new Uint8Array(50));
    assert.deepEqual(kinds(caller.receive(last)), ['plain', 'goodbye']);
    assert.deepEqual(caller.receive(new Uint8Array(500)), []);
  });

  test('throws where the stream was changed', () => {
    const [caller, called] = openPair();
    const box = called.seal(Uint8Array.of(1));
    box[0] = (box[0] ?? 0) ^ 1;
    assert.throws(() => caller.receive(box), { name: 'BoxStreamError', code: 'box-forged' });
  });
});

describe('what comes before it is asked for', () => {
  test('bytes behind message 4 are opened with it, in the same chunk', () => {
    const [caller, called] = [client(), server()];
    called.receive(sent(caller.receive(sent(called.receive(sent(caller.start()))))));
    const glued = concat(sent(called.accept()), called.seal(Uint8Array.of(1, 2)));
    const events = caller.receive(glued);
    assert.deepEqual(events, [OPEN_TO_SERVER, { kind: 'plain', bytes: Uint8Array.of(1, 2) }]);
  });

  test('bytes behind message 3 wait until the caller is let in, wherever they are cut', () => {
    fc.assert(
      fc.property(text, cuts, (early, places) => {
        const { called, last } = eagerCaller(early);
        assert.deepEqual(feed(called, last, places), [CALLER]);
        if (early.length < 34) {
          assert.deepEqual(kinds(called.accept()), ['send', 'open']);
        } else {
          assert.throws(() => called.accept(), { name: 'BoxStreamError', code: 'box-forged' });
        }
      }),
    );
  });

  test('a client that did not wait for message 4 is read once it is let in', () => {
    const [hello, , auth] = handshake.messages.map(({ parts }) =>
      concat(...parts.map(({ hex }) => fromHex(hex))),
    );
    const [stream] = boxstream.vectors;
    assert.ok(hello && auth && stream);
    const fixed = { ...sodium, randomBytes: () => fromHex(handshake.server.ephemeralSecret) };
    const called = SecretChannel.server(fixed, NETWORK_KEY, identity);
    called.receive(hello);
    const early = stream.packets.map(({ header, body }) => fromHex(header + body));
    assert.deepEqual(called.receive(concat(auth, ...early, fromHex(stream.goodbye))), [CALLER]);
    const events = called.accept();
    assert.deepEqual(kinds(events), ['send', 'open', 'plain', 'goodbye']);
    assert.equal(toHex(plain(events)), stream.packets.map((packet) => packet.plain).join(''));
  });

  test('so many of them may wait, and no byte more', () => {
    const most = eagerCaller(new Uint8Array(EARLY_BYTES));
    assert.deepEqual(most.called.receive(most.last), [CALLER]);
    const failure = { kind: 'failed', failure: 'early-data' };
    assert.deepEqual(most.called.receive(new Uint8Array(1)), [failure]);
    const atOnce = eagerCaller(new Uint8Array(EARLY_BYTES + 1));
    assert.deepEqual(atOnce.called.receive(atOnce.last), [CALLER, failure]);
    assert.deepEqual(atOnce.called.receive(new Uint8Array(10_000)), []);
  });

  test('a failed handshake answers nothing more, however much comes', () => {
    for (const channel of [client(), server()]) {
      channel.start();
      const failure = { kind: 'failed', failure: 'wrong-network-key' };
      assert.deepEqual(channel.receive(new Uint8Array(20_000)), [failure]);
      assert.deepEqual(channel.receive(new Uint8Array(20_000)), []);
      assert.equal(channel.isOpen, false);
    }
  });
});
