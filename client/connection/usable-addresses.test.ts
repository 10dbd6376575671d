import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { NETWORK_KEY } from '@open-rooms/protocol/testing';
import { Client } from '../client.ts';
import { createIdentity } from '../identity/identity.ts';
import { FakeWorld } from '../testing/fake-world.ts';
import { pageRules } from './page-rules.ts';

/** A person in a page of a browser, in a world with a room at `room.example`. */
async function inPage({ overHttps }: { readonly overHttps: boolean }) {
  const world = new FakeWorld();
  const { room, address } = world.room('room.example:8989');
  const key = address.replace(/^.*~shs:/, '');
  const { transports, undialable } = pageRules(overHttps);
  const runtime = { ...world.runtime, transports, undialable };
  const client = await Client.open({
    identity: createIdentity(runtime.crypto),
    runtime,
    networkKey: NETWORK_KEY,
  });
  return { world, room, key, client, whois: 'http://room.example:26819/whois' };
}

describe('a room whose invite names TCP alone', () => {
  test('is asked for its WebSocket', async () => {
    const { world, room, key, client, whois } = await inPage({ overHttps: false });
    world.answers(whois, `net:room.example:8008~shs:${key};ws:room.example:8989~shs:${key}`);
    const joined = await client.join(`net:room.example:8008~shs:${key}`);
    assert.deepEqual([joined.id, world.dials.map(({ place }) => place)], [room.id, ['room.example:8989']]);
  });

  test('is told why it cannot be dialled where it has none', async () => {
    const { world, key, client, whois } = await inPage({ overHttps: false });
    world.answers(whois, `net:room.example:8008~shs:${key}`);
    await assert.rejects(client.join(`room.example:8008:@${key}.ed25519`), {
      name: 'JoinError',
      fault: 'unreachable',
      message: `Cannot dial net:room.example:8008~shs:${key} from here: browsers open WebSockets and no TCP. Give the link of the room, its host name, or an address that begins with ws: or wss:.`,
    });
    assert.equal(world.dials.length, 0);
  });

  test('is no other room that its host names', async () => {
    const { world, key, client, whois } = await inPage({ overHttps: false });
    const other = createIdentity(world.runtime.crypto).id.slice(1, -'.ed25519'.length);
    world.answers(whois, `ws:room.example:8989~shs:${other}`);
    await assert.rejects(client.join(`net:room.example:8008~shs:${key}`), { fault: 'unreachable' });
    assert.equal(world.dials.length, 0);
  });
});

describe('a page that came over https', () => {
  test('says that a room of ws alone needs its own page, and dials this machine', async () => {
    const { world, key, client } = await inPage({ overHttps: true });
    await assert.rejects(client.join(`ws:room.example:8989~shs:${key}`), {
      fault: 'unreachable',
      message: /this page came over https, .* Open the room's own page instead,/,
    });
    assert.equal(world.dials.length, 0);
    world.room('localhost:8989');
    await client.join(`ws:localhost:8989~shs:${key}`);
  });

  test('reaches in the open only what is this machine', () => {
    const rules = pageRules(true);
    for (const url of [
      'https://a.example/whois',
      'http://localhost:3000/',
      'http://127.0.0.1/',
      'http://[::1]:3/',
    ])
      assert.equal(rules.unaskable(url), undefined, url);
    for (const url of ['http://a.example/', 'http://localhost.example/', 'http://10.0.0.1/'])
      assert.match(rules.unaskable(url) ?? '', /ask nothing over http/, url);
    assert.equal(pageRules(false).unaskable('http://a.example/'), undefined);
  });
});
