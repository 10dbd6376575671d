import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isFeedId } from '@open-rooms/protocol';
import { runProgram } from '../../../room-server/cli/program.ts';
import { testTerminal } from '../../../room-server/cli/test-terminal.ts';
import { until } from '../../hostile/deadline.ts';
import { type StockApp, startStockApp } from '../../stock/app.ts';
import { asOperator } from '../as-operator.ts';
import type { OurRoom } from '../our-room.ts';
import { startRoomProcess } from '../server-process.ts';
import { PlainBrowser } from '../signing-in.ts';

/** An app as people have them: ssb-room-client 2.0.2, ssb-http-invite-client 1.0.1, ssb-http-auth-client 1.1.1. */
const newApp = () => startStockApp({ generation: 'room-client' });

/** What comes and goes, in an order that is not ours. */
const PASSING = ['server_start', 'room_join', 'room_leave'];

/** What the audit log has of it: event, by whom, to whom, why. */
const STORY = [
  ['member_add', 'owner', 'owner', ''],
  ['room_create', 'owner', 'room', ''],
  ['admin_key', 'owner', 'owner', ''],
  ['session_create', 'owner', 'session', ''],
  ['send_invitation', 'owner', 'invite', ''],
  // Who claims a link proves no key.
  ['member_add', '', 'member', ''],
  ['invitation_response', '', 'invite', ''],
  ['alias_register', 'member', 'bob', ''],
  ['ban_add', 'owner', 'member', 'spam'],
  ['banned_attempt', 'member', 'member', ''],
];

/** The owner opens the claim link, and says which name the room has and who they are. */
async function claims(browser: PlainBrowser, room: OurRoom, owner: string): Promise<void> {
  const link = room.ready.claim ?? '';
  const page = await browser.get(link);
  assert.equal(page.status, 200);
  assert.match(await page.text(), /name="owner"/);
  const code = new URL(link).pathname.split('/').at(-1) ?? '';
  const answer = await browser.post('/claim', { code, name: 'Garden', description: 'Plants.', owner });
  assert.deepEqual([answer.status, answer.headers.get('location')], [303, '/?opened']);
}

/** The app signs the browser in; ssb-http-auth-client knows no port but 443, so that its path goes to the room. */
async function signsIn(app: StockApp, browser: PlainBrowser, room: OurRoom): Promise<void> {
  const list = () => asOperator(room, (remote) => remote['members.list']({}));
  await until('the app to attend', async () =>
    (await list()).some(({ id, online }) => id === app.id && online),
  );
  const url = await app.httpAuth('produceSignInWebUrl', room.id);
  assert.ok(typeof url === 'string');
  const answer = await browser.get(url);
  assert.deepEqual([answer.status, answer.headers.get('location')], [303, '/session'], await answer.text());
  assert.equal(await browser.whose(), app.id);
}

/** The owner, signed in, makes an invite by the form of the page; answers its link. */
async function invites(browser: PlainBrowser): Promise<string> {
  const page = await browser.post('/create-invite', { uses: '1' });
  const link = /https?:\/\/[^"<\s]+\/join\?invite=[\w-]+/.exec(await page.text())?.[0];
  assert.ok(link !== undefined);
  return link;
}

test('a room from its claim to the ban of a member, by stock apps alone, and what the audit says of it', async () => {
  await using room = await startRoomProcess({ flags: ['--mode', 'community'] });
  await using owner = await newApp();
  await using member = await newApp();
  await using third = await newApp();
  const browser = new PlainBrowser(room);

  await claims(browser, room, owner.id);
  await owner.connect(room.address);
  assert.deepEqual(await metadataFor(owner, room), { name: 'Garden', membership: true });
  await signsIn(owner, browser, room);
  const link = await invites(browser);

  assert.equal(await member.claimInvite(link), `${room.address};${room.wsAddress}`);
  await member.connect(room.address);
  assert.deepEqual(await metadataFor(member, room), { name: 'Garden', membership: true });
  const page = await member.registerAlias(room.id, 'bob');
  assert.ok(typeof page === 'string');
  await owner.waitForAttendant(room.id, member.id);

  // Somebody from outside: the room is one for members, whom others may ring by their alias.
  const answer = await browser.get('/alias/bob?encoding=json');
  const told = (await answer.json()) as Record<string, unknown>;
  assert.deepEqual(
    [told['status'], told['alias'], told['userId'], told['roomId']],
    ['successful', 'bob', member.id, room.id],
  );
  const uri = /href="(ssb:[^"]+)"/.exec(await (await browser.get('/alias/bob')).text())?.[1];
  await third.connect(room.address);
  assert.equal(await third.consumeAlias(uri?.replaceAll('&amp;', '&') ?? ''), member.id);
  assert.deepEqual(await third.dialThroughTunnel(room.id, member.id, 'hello'), {
    echo: 'hello',
    remoteId: member.id,
    seenAs: third.id,
  });
  const live = await third.duplex(member.id, ['probe', 'echoDuplex']);
  await live.write('still there?');
  assert.deepEqual(await live.read(), { value: 'still there?' });

  await owner.call(room.id, ['bans', 'add'], { who: member.id, reason: 'spam' });
  const over = await live.read();
  assert.ok('end' in over, 'the tunnel is over');
  await member.waitFor('the end of the connection', ({ state }) => state.connections.length === 0);
  await owner.waitForAbsence(room.id, member.id);
  await cannotComeBack(member, room);
  await assert.rejects(third.dialThroughTunnel(room.id, member.id, 'hello?'));
  assert.equal((await browser.get('/alias/bob')).status, 404);
  await auditShows(room, owner.id, member.id);
});

async function metadataFor(app: StockApp, room: OurRoom): Promise<unknown> {
  const answer = await app.call(room.id, ['room', 'metadata']);
  const { name, membership } = answer as { name: string; membership: boolean };
  return { name, membership };
}

/** A stock app is told of a connection when the handshake is over; the room hangs up then. */
async function cannotComeBack(app: StockApp, room: OurRoom): Promise<void> {
  await app.connect(room.address).catch(() => undefined);
  await app.waitFor('the end of the connection', ({ state }) => state.connections.length === 0);
  await assert.rejects(app.call(room.id, ['room', 'metadata']), /not connected/);
}

/** Each step is in the log, by whoever took it; and the log is whole, as the command line says. */
async function auditShows(room: OurRoom, owner: string, member: string): Promise<void> {
  await until('the log to have it all', async () => (await eventsOf(room)).includes('banned_attempt'));
  const people = { [owner]: 'owner', [member]: 'member', [room.id]: 'room' };
  const entries = await asOperator(room, (remote) => remote['audit.list']({ limit: 500 }));
  const shown = entries
    .toReversed()
    .filter(({ event }) => !PASSING.includes(event))
    .map(({ event, by, subject, reason }) => {
      const session = event === 'session_create' ? { [subject]: 'session' } : {};
      const names: Record<string, string> = { ...people, ...session };
      const nameOf = (id: string) => names[id] ?? (isFeedId(id) ? 'invite' : id);
      return [event, nameOf(by), nameOf(subject), reason];
    });
  assert.deepEqual(shown, STORY);
  const ban = entries.find(({ event }) => event === 'ban_add');
  assert.equal(ban?.address, '127.0.0.1');

  const terminal = testTerminal();
  assert.equal(await runProgram(['audit', 'verify', '--data', room.data], terminal), 0);
  assert.match(terminal.printed, / is whole: \d+ entries/);
  assert.equal(terminal.complained, '');
}

async function eventsOf(room: OurRoom): Promise<string[]> {
  const entries = await asOperator(room, (remote) => remote['audit.list']({ limit: 500 }));
  return entries.map(({ event }) => event);
}
