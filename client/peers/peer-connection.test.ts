import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { RemoteError } from '@open-rooms/protocol';
import { JoinError, type JoinFault } from '../connection/join-error.ts';
import { connected, peerPair, ROOM } from '../testing/peer-pair.ts';
import { PeerConnection } from './peer-connection.ts';
import { PeerStream } from './peer-stream.ts';

const quiet = () => new Promise<void>((resolve) => setImmediate(resolve));

const fails = (fault: JoinFault) => (error: unknown) => {
  assert.ok(error instanceof JoinError, String(error));
  assert.equal(error.fault, fault, error.message);
  return true;
};

describe('a peer behind a tunnel', () => {
  test('each side proves its key to the other', async () => {
    const pair = await peerPair();
    const [alice, bob] = await connected(pair);
    assert.deepEqual([alice.id, alice.opener, alice.room], [pair.bob.identity.id, 'here', ROOM]);
    assert.deepEqual([bob.id, bob.opener, bob.room], [pair.alice.identity.id, 'there', ROOM]);
  });

  test('both sides ask and answer; a refusal is an error of theirs', async () => {
    const pair = await peerPair((peer, stream, request) => {
      if (request.name === 'whoami') stream.send({ id: peer.id });
      else stream.fail('no');
    });
    const [alice, bob] = await connected(pair);
    assert.deepEqual(await alice.remote.whoami(), { id: pair.alice.identity.id });
    assert.deepEqual(await bob.remote.whoami(), { id: pair.bob.identity.id });
    await assert.rejects(alice.remote['peer.echo'](1), new RemoteError('no'));
    assert.equal(await bob.roundTrip(), 0);
  });

  test('bytes flow through pipes both ways, and each direction ends by itself', async () => {
    const arrived = Promise.withResolvers<PeerStream>();
    const pair = await peerPair((_peer, stream, { name }) => {
      if (name === 'peer.pipe') arrived.resolve(new PeerStream(stream));
      else stream.fail('no');
    });
    const [alice] = await connected(pair);
    const sent = alice.pipe({ name: 'numbers' });
    const received = await arrived.promise;
    const question = Buffer.from(Uint8Array.from({ length: 300_000 }, (_, at) => at % 251));
    const writing = sent.write(question).then(() => sent.end());
    const heard: Uint8Array[] = [];
    for await (const bytes of received) heard.push(bytes);
    await writing;
    assert.ok(Buffer.concat(heard).equals(question));
    await received.write(Buffer.from('thanks'));
    await received.end();
    const answer: Uint8Array[] = [];
    for await (const bytes of sent) answer.push(bytes);
    assert.equal(Buffer.concat(answer).toString(), 'thanks');
    await Promise.all([sent.closed, received.closed]);
  });

  test('somebody else than the room said is turned away', async () => {
    const pair = await peerPair();
    const carol = await peerPair();
    const answering = PeerConnection.answer(pair.tunnel.answered, ROOM, carol.alice.identity.id, pair.bob);
    const dialling = PeerConnection.dial(pair.tunnel.dialled, ROOM, pair.bob.identity.id, pair.alice);
    await Promise.all([
      assert.rejects(answering, fails('wrong-key')),
      assert.rejects(dialling, fails('wrong-key')),
    ]);
  });

  test('somebody else than was asked for cannot answer', async () => {
    const pair = await peerPair();
    const carol = await peerPair();
    const dialling = PeerConnection.dial(pair.tunnel.dialled, ROOM, carol.bob.identity.id, pair.alice);
    const answering = PeerConnection.answer(pair.tunnel.answered, ROOM, pair.alice.identity.id, pair.bob);
    await Promise.all([assert.rejects(answering, JoinError), assert.rejects(dialling, JoinError)]);
  });

  for (const [said, fault] of [
    ['could not connect to:@bob', 'not-online'],
    ['could not connect to: @bob', 'not-online'],
    ['access denied', 'refused'],
  ] as const) {
    test(`"${said}", says the room: ${fault}`, async () => {
      const { tunnel, alice, bob } = await peerPair();
      const dialling = PeerConnection.dial(tunnel.dialled, ROOM, bob.identity.id, alice);
      tunnel.answered.fail(said);
      await assert.rejects(dialling, fails(fault));
    });
  }

  test('one that never answers is given up', async () => {
    const { tunnel, alice, bob } = await peerPair();
    const dialling = PeerConnection.dial(tunnel.dialled, ROOM, bob.identity.id, alice);
    tunnel.answered.receiver = { onFrame: () => undefined, onEnd: () => undefined };
    await quiet();
    tunnel.clock.advance(10_000);
    await assert.rejects(dialling, fails('silent'));
  });

  test('when the room goes, the tunnel is over on both sides, and no timer is left', async () => {
    const pair = await peerPair();
    const [alice, bob] = await connected(pair);
    pair.tunnel.wires[0].destroy();
    assert.deepEqual(await Promise.all([alice.closed, bob.closed]), ['hang-up', 'hang-up']);
    await assert.rejects(alice.remote.whoami());
    assert.equal(pair.tunnel.clock.waiting, 0);
  });

  test('whoever closes says goodbye', async () => {
    const [alice, bob] = await connected(await peerPair());
    alice.close();
    assert.deepEqual(await Promise.all([alice.closed, bob.closed]), ['closed', 'goodbye']);
  });
});

describe('a pipe', () => {
  test('whoever waits to write, or to read, is told when it is cut', async () => {
    const arrived = Promise.withResolvers<PeerStream>();
    const pair = await peerPair((_peer, stream, { name }) => {
      if (name === 'peer.pipe') arrived.resolve(new PeerStream(stream));
    });
    const [alice] = await connected(pair);
    const pipe = alice.pipe();
    const writing = pipe.write(new Uint8Array(1_000_000));
    const reading = pipe[Symbol.asyncIterator]().next();
    (await arrived.promise).abort('no thanks');
    const told = { name: 'PeerStreamError', message: 'no thanks' };
    await Promise.all([
      assert.rejects(writing, told),
      assert.rejects(reading, told),
      assert.rejects(pipe.closed, told),
    ]);
    await assert.rejects(pipe.write(new Uint8Array(1)), told);
  });

  test('as many bytes are taken from it as are wanted, the rest by a loop, and fewer at its end', async () => {
    const arrived = Promise.withResolvers<PeerStream>();
    const pair = await peerPair((_peer, stream, { name }) => {
      if (name === 'peer.pipe') arrived.resolve(new PeerStream(stream));
    });
    const [alice] = await connected(pair);
    const pipe = alice.pipe();
    await pipe.write(Uint8Array.from({ length: 10 }, (_, place) => place));
    await pipe.end();
    const there = await arrived.promise;
    assert.deepEqual(await there.take(2), Uint8Array.of(0, 1));
    const taking = there.take(3);
    await assert.rejects(there.take(1), /one reader at a time/);
    assert.deepEqual(await taking, Uint8Array.of(2, 3, 4));
    for await (const bytes of there) {
      assert.deepEqual(bytes, Uint8Array.of(5, 6, 7, 8, 9));
    }
    assert.deepEqual(await there.take(1), new Uint8Array());
    await there.end();
    await Promise.all([pipe.closed, there.closed]);
  });
});
