import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readInvite } from '@open-rooms/protocol';
import { stockInvite, stockMuxrpc } from '../../stock/muxrpc.ts';
import { ssbKeys } from '../../stock/packages.ts';
import { values } from '../../stock/stream.ts';
import { temporaryDirectory } from '../../temporary-directory.ts';
import { type OurRoom, startOurRoom } from '../our-room.ts';
import { openRooms } from '../server-process.ts';
import { Command } from './command.ts';

/** An invite in the three forms that people pass on. */
async function invite(room: OurRoom): Promise<{ code: string; url: string; uri: string; page: string }> {
  const { stdout } = await openRooms('invite', '--data', room.data);
  const code = stdout.trim();
  const read = readInvite(code);
  assert.ok(read.kind === 'pub');
  const token = Buffer.from(read.seed).toString('base64url');
  const url = new URL(`/join?invite=${token}`, room.ready.http).href;
  const postTo = new URL('/invite/consume', room.ready.http).href;
  const uri = `ssb:experimental?${new URLSearchParams({ action: 'claim-http-invite', invite: token, postTo })}`;
  const page = `${new URL('/room', room.ready.http).href}#invite=${encodeURIComponent(url)}`;
  return { code, url, uri, page };
}

const FORMS = ['code', 'url', 'uri', 'page'] as const;
const REFUSALS: Readonly<Partial<Record<(typeof FORMS)[number], RegExp>>> = {
  url: /has been used up/,
  code: /does not let this key in/,
};
const ID = /@[A-Za-z0-9+/]{43}=\.ed25519/;

describe('open-rooms peer takes an invite to a room that refuses strangers', () => {
  for (const form of FORMS) {
    test(`as ${form}: it is a member then, and in; and comes again by the same one`, async () => {
      await using room = await startOurRoom({ name: 'Garden', flags: ['--mode', 'restricted'] });
      await using home = await temporaryDirectory();
      const text = (await invite(room))[form];
      await using bob = new Command(['peer', text, '--as', 'bob'], { home: home.path });
      const [bobId] = await bob.prints(ID);
      await bob.prints(/ here +nobody else yet\n/);
      bob.signal('SIGINT');
      assert.equal(await bob.ends(), 0);
      await using again = new Command(['peer', text, '--as', 'bob'], { home: home.path });
      await again.prints(/ here +nobody else yet\n/);
      const refusal = REFUSALS[form];
      if (refusal !== undefined) {
        await using eve = new Command(['peer', text, '--as', 'eve'], { home: home.path });
        assert.notEqual(await eve.ends(), 0);
        assert.match(eve.stderr, refusal);
      }
      assert.deepEqual(await membersOf(room), [bobId]);
    });
  }
});

/** The members, as the next one sees them, without that one. */
async function membersOf(room: OurRoom): Promise<unknown[]> {
  const keys = ssbKeys().generate();
  const { code } = await invite(room);
  await stockInvite(code, keys.id);
  using client = await stockMuxrpc(room.address, { manifest: { room: { members: 'source' } }, keys });
  const listed: { id: unknown }[] = [];
  for await (const some of values(client.source(['room', 'members'])))
    listed.push(...(some as { id: unknown }[]));
  return listed.map(({ id }) => id).filter((id) => id !== keys.id);
}
