import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { askWhois, type Client, createIdentity, readDestination } from '@open-rooms/client';
import { nodeRuntime } from '@open-rooms/client/node';
import {
  readAddresses,
  readAlias,
  signAliasRegistration,
  writeAddresses,
  writeAlias,
  writeSsbUri,
} from '@open-rooms/protocol';
import { startStockApp } from '../../stock/app.ts';
import { attends, feedOf, meets, parts, person } from '../client/person.ts';
import { makeMember } from '../make-member.ts';
import type { OurRoom } from '../our-room.ts';
import { startRoomProcess } from '../server-process.ts';
import { arrow } from './diagram.ts';
import { assertDuplex, assertTalk, assertTalkWithApp } from './duplex.ts';
import { connect, nextList, someone } from './peer.ts';

/** Bob's alias as people write it. On loopback `/whois` has a port of its own. */
function aliasOf(room: OurRoom, form = '@bob@HOST'): string {
  return form.replace('HOST', new URL(room.ready.whois).host);
}

describe("D. Alice connects to a friend's room alias", () => {
  test('with our client at both ends', async (diagram) => {
    await using room = await startRoomProcess({ name: 'Garden' });
    await using bob = await person();
    await using alice = await person();
    await makeMember(room, bob.id);
    await bob.registerAlias(await bob.join(room.address), 'bob');
    const text = aliasOf(room);

    const alias = await arrow(diagram, '1. unwrap the alias to the host name', async () => {
      const read = readAlias(text);
      assert.deepEqual(readDestination(text), { kind: 'alias', alias: read });
      assert.deepEqual([read.label, read.host], ['bob', '127.0.0.1']);
      return read;
    });

    await arrow(diagram, '2-3. whois: msAddr', async () => {
      const addresses = await askWhois(alias, nodeRuntime, diagram.signal);
      assert.equal(writeAddresses(addresses), room.ready.addresses.join(';'));
    });

    const joined = await arrow(diagram, '4-7. connect, isRoom, announce, endpoints', async () => {
      const joined = await alice.join(text);
      assert.equal(joined.id, room.id);
      assert.equal(joined.metadata?.name, 'Garden');
      await attends(joined, bob.id);
      return joined;
    });

    await arrow(diagram, "8-9. tunnel.whois('bob'): @bobID", async () => {
      assert.equal(await joined.remote?.['tunnel.whois']('bob'), bob.id);
      assert.deepEqual(await alice.resolve(text), { id: bob.id, room: joined, alias: writeAlias(alias) });
    });

    await arrow(diagram, '10. Alice follows Bob; until then nobody is connected', async () => {
      assert.deepEqual([alice.peers.size, bob.peers.size, alice.contacts.list().length], [0, 0, 0]);
      const contact = await alice.follow(text);
      assert.deepEqual([contact.id, contact.relation], [bob.id, 'followed']);
      assert.equal(contact.reach[0]?.alias, text);
    });

    await arrow(diagram, '11-14. tunnel.connect(bobId) is relayed; a duplex at either end', async () => {
      const [there, back] = [await meets(alice, bob.id), await meets(bob, alice.id)];
      assert.deepEqual(
        [there.opener, back.opener, there.room, back.room],
        ['here', 'there', room.id, room.id],
      );
      await assertTalk(there, back);
    });
  });

  test('with a stock app as Bob', async (diagram) => {
    await using room = await startRoomProcess({ name: 'Garden' });
    await using bob = await startStockApp({ generation: 'room-client' });
    await using alice = await person();
    const joined = await alice.join(room.address);
    await bob.connect(room.address);
    await attends(joined, bob.id);
    await makeMember(room, bob.id);
    await bob.registerAlias(room.id, 'bob');

    await arrow(diagram, '1-9. the alias leads to Bob', async () => {
      assert.equal((await alice.resolve(aliasOf(room))).id, bob.id);
    });

    await arrow(diagram, '10-14. Alice follows Bob, and is connected', async () => {
      await alice.follow(aliasOf(room));
      await assertTalkWithApp(await meets(alice, bob.id), bob, alice.id);
    });
  });

  test('with a stock app as Alice', async (diagram) => {
    await using room = await startRoomProcess({ name: 'Garden' });
    const identity = createIdentity(nodeRuntime.crypto);
    await using bob = await person({ identity });
    await using alice = await startStockApp({ generation: 'room-client' });
    const joined = await bob.join(room.address);
    await makeMember(room, bob.id);
    await bob.registerAlias(joined, 'bob');

    const uri = await arrow(diagram, '1. the link that Bob gives holds his word for it', async () => {
      const roomId = feedOf(room.id);
      const registration = { roomId, userId: bob.id, alias: 'bob' };
      const signature = signAliasRegistration(nodeRuntime.crypto, identity.secretKey, registration);
      return writeSsbUri({
        kind: 'consume-alias',
        ...registration,
        signature,
        addresses: readAddresses(room.address),
      });
    });

    await arrow(diagram, '4-14. the app connects to the room and through it to Bob', async () => {
      assert.equal(await alice.consumeAlias(uri), bob.id);
      await assertTalkWithApp(await meets(bob, alice.id), alice, bob.id);
    });

    await arrow(diagram, 'our client takes the same link', async () => {
      await using carol = await person();
      assert.equal((await carol.resolve(uri)).id, bob.id);
      const forged = uri.replace(encodeURIComponent(bob.id), encodeURIComponent(carol.id));
      await assert.rejects(carol.resolve(forged), { fault: 'no-alias' });
    });
  });

  test('with literal muxrpc clients', async (diagram) => {
    await using room = await startRoomProcess({ name: 'Garden' });
    using bob = await connect(room.address, someone());
    await bob.announce(bob.id);
    await makeMember(room, bob.id);
    assert.equal(await bob.registerAlias('bob'), `${room.ready.http}/alias/bob`);

    const msAddr = await arrow(diagram, '1-3. unwrap the alias; whois: msAddr', async () => {
      const { host, port } = readAlias(aliasOf(room));
      return (await (await fetch(`http://${host}:${port}/whois`)).text()).trim();
    });

    using alice = await arrow(diagram, '4. connect', () => connect(msAddr, someone()));

    await arrow(diagram, '5. isRoom', async () => assert.ok(await alice.isRoom()));

    await arrow(diagram, '6. announce', async () => assert.equal(await alice.announce(alice.id), true));

    await arrow(diagram, '7. endpoints: [aliceId, bobId]', async () => {
      assert.deepEqual(await nextList(alice.endpoints()), [alice.id, bob.id].sort());
    });

    const bobId = await arrow(diagram, "8-9. tunnel.whois('bob'): @bobID", async () => {
      const bobId = await alice.whois('bob');
      assert.equal(bobId, bob.id);
      return bobId;
    });

    await arrow(
      diagram,
      '10-14. Alice follows Bob: tunnel.connect(bobId), relayed, a duplex each',
      async () => {
        const there = alice.tunnelTo(bobId);
        const { opts, stream } = await bob.arrival();
        assert.deepEqual(opts, { portal: room.id, target: bob.id, origin: alice.id });
        await assertDuplex(there, stream);
      },
    );
  });
});

describe('every spelling of an alias leads to its owner', () => {
  test('asked for once, and followed by it', async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    await using bob = await person();
    await makeMember(room, bob.id);
    const link = await bob.registerAlias(await bob.join(room.address), 'bob');
    const port = new URL(room.ready.whois).port;
    const forms = ['@bob@HOST', '@bob:HOST', '@BOB@HOST', 'http://HOST/alias/bob', 'https://HOST/alias/bob'];
    for (const text of [...forms.map((form) => aliasOf(room, form)), link, `bob.localhost:${port}`]) {
      await using alice = await person();
      assert.equal((await alice.resolve(text)).id, bob.id, text);
      await assertLeadsTo(alice, text, bob);
    }
  });

  test('nobody, a name that nobody has, and a host without a room are told apart', async () => {
    await using room = await startRoomProcess({ name: 'Garden' });
    await using alice = await person();
    await assert.rejects(alice.resolve(aliasOf(room)), { fault: 'no-alias', message: /"bob"/ });
    await assert.rejects(alice.resolve('@bob'), { fault: 'unreadable' });
    await room.stop();
    await assert.rejects(alice.resolve(aliasOf(room)), { fault: 'unreachable' });
  });
});

async function assertLeadsTo(alice: Client, text: string, bob: Client): Promise<void> {
  const { id } = await alice.follow(text);
  assert.equal(id, bob.id, text);
  await meets(alice, bob.id);
  await alice[Symbol.asyncDispose]();
  await parts(bob, alice.id);
}
