import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { startStockApp } from '../../stock/app.ts';
import { temporaryDirectory } from '../../temporary-directory.ts';
import { type OurRoom, startOurRoom } from '../our-room.ts';
import { Command, hostOf, ran } from './command.ts';
import { letIn } from './let-in.ts';

const MEGABYTE = 1_000_000;

/** A room, a folder of profiles, and how people are started in it. */
async function garden(): Promise<Garden> {
  await using made = new AsyncDisposableStack();
  const room = made.use(await startOurRoom({ name: 'Garden' }));
  const home = made.use(await temporaryDirectory());
  const all = made.move();
  return { room, host: hostOf(room), home: home.path, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

interface Garden extends AsyncDisposable {
  readonly room: OurRoom;
  readonly host: string;
  readonly home: string;
}

/** Bob is there, and takes what the flags say. */
async function bobIn({ room, host, home }: Garden, ...flags: string[]): Promise<Command> {
  await letIn(room, home, 'bob');
  const bob = new Command(['peer', host, '--as', 'bob', '--alias', 'bob', ...flags], {
    home,
    keepsInput: true,
  });
  await bob.prints(/ leads to you\n/);
  return bob;
}

function sending(
  { host, home }: Garden,
  options: Partial<ConstructorParameters<typeof Command>[1]>,
  ...flags: string[]
): Command {
  return new Command(['peer', host, '--as', 'alice', '--pipe', `@bob@${host}`, ...flags], {
    home,
    ...options,
  });
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

describe('--pipe and --listen', () => {
  test('carry 20 MB each way, byte for byte', async () => {
    await using place = await garden();
    const [there, back] = [randomBytes(20 * MEGABYTE), randomBytes(20 * MEGABYTE)];
    const file = join(place.home, 'there.bin');
    const answer = join(place.home, 'back.bin');
    await writeFile(file, there);
    await writeFile(answer, back);
    await letIn(place.room, place.home, 'bob');
    await using bob = new Command(
      ['peer', place.host, '--as', 'bob', '--alias', 'bob', '--listen', '--strangers', 'accept'],
      { home: place.home, file: answer },
    );
    await bob.prints(/Waiting for whoever sends first\.\n/);
    await using alice = sending(place, { file }, '--name', 'there.bin', '--progress');
    assert.deepEqual([await alice.ends(), await bob.ends()], [0, 0]);
    assert.equal(digest(bob.bytes), digest(there));
    assert.equal(digest(alice.bytes), digest(back));
    assert.match(alice.stderr, /\nsent 20\.0 MB in .*\/s\n$/);
    assert.match(bob.stderr, /sends there\.bin\.\n$/);
  });

  test('text of a contact is told line by line, binary is counted', async () => {
    await using place = await garden();
    await using bob = await bobIn(place);
    const aliceId = JSON.parse((await ran(['identity', '--json'], { home: place.home })).out).id;
    assert.equal((await ran(['contacts', 'accept', aliceId, '--as', 'bob'], { home: place.home })).code, 0);
    const { host, home } = place;
    const asMe = (input: string | Uint8Array, ...flags: string[]) =>
      ran(['peer', host, '--pipe', `@bob@${host}`, ...flags], { home, input });
    const sent = await asMe('one\ntwo \u001b[31mred\n');
    assert.deepEqual([sent.code, sent.err.split('\n').length], [0, 2], 'no word of a request');
    await bob.prints(/ says +@.*…: one\n.* says +@.*…: two \\u\{1b\}\[31mred\n/);
    assert.equal((await asMe(randomBytes(3000), '--name', 'a.bin')).code, 0);
    await bob.prints(/ sent +@.*…: a\.bin, 3\.0 kB, no text, not shown\n/);
  });

  test('a request waits until it is accepted in another terminal, then the rest arrives', async () => {
    await using place = await garden();
    await using bob = await bobIn(place);
    const text = `${'all work and no play\n'.repeat(10_000)}the end\n`;
    await using alice = sending(place, { input: text });
    const [, id = ''] = await bob.prints(/ asks +(@\S+) asks to send you something: all work and no play/);
    await alice.prints(/Delivered as a request/);
    assert.equal((await ran(['contacts', 'accept', id, '--as', 'bob'], { home: place.home })).code, 0);
    await bob.prints(/: the end\n/);
    assert.equal(await alice.ends(), 0);
    assert.match(alice.stderr, /They have accepted\.\n/);
    assert.equal(bob.stdout.match(/ says +@\S+: all work and no play\n/g)?.length, 10_000);
  });

  test('blocked while asking: the pipe is cut, exit code 1', async () => {
    await using place = await garden();
    await using bob = await bobIn(place);
    await using alice = sending(place, { input: 'hm\n', keepsInput: true });
    const [, id = ''] = await bob.prints(/ asks +(@\S+) asks to send you something: hm/);
    assert.equal((await ran(['contacts', 'block', id, '--as', 'bob'], { home: place.home })).code, 0);
    assert.equal(await alice.ends(), 1);
    // Whoever is blocked is cut off at once: the word may be lost with the connection.
    assert.match(alice.stderr, /(they do not want it|was cut after 3 bytes: the connection ended)\.\n$/);
    await bob.prints(/ blocked +@/);
  });

  test('--strangers refuse: nobody gets so far as to ask', async () => {
    await using place = await garden();
    await using _bob = await bobIn(place, '--strangers', 'refuse');
    await using alice = sending(place, { input: 'hello\n' });
    const code = await alice.ends();
    // Bob himself may have opened a tunnel for the room's conversation: then it goes as far as the offer.
    const through = /they take nothing from people they do not know/;
    assert.match(alice.stderr, code === 1 ? through : /they let in nobody whom they do not know/);
    assert.ok(code === 1 || code === 2);
  });

  test('--listen waits for the acceptance of a stranger, and takes no second', async () => {
    await using place = await garden();
    await using bob = await bobIn(place, '--listen');
    await using alice = sending(place, { input: 'ping\n', keepsInput: true });
    const [, id = ''] = await bob.prints(/ asks +(@\S+) asks to send you something: ping/);
    assert.equal(bob.stdout, '');
    await ran(['contacts', 'accept', id, '--as', 'bob'], { home: place.home });
    await bob.prints(/^ping\n/);
    const { host, home } = place;
    const second = await ran(['peer', host, '--pipe', `@bob@${host}`], { home, input: 'me too\n' });
    assert.equal(second.code, 1);
    assert.match(second.err, /refused: they take one pipe, and have it already\.\n$/);
    bob.write('pong\n');
    await alice.prints(/^pong\n/);
    bob.endInput();
    alice.endInput();
    assert.deepEqual([await alice.ends(), await bob.ends()], [0, 0]);
    assert.deepEqual([bob.stdout, alice.stdout], ['ping\n', 'pong\n']);
  });

  test('a room that stops in the midst of it ends no pipe that goes directly', async () => {
    await using place = await garden();
    await using bob = await bobIn(place, '--listen', '--strangers', 'accept');
    await using alice = sending(place, { input: 'ping\n', keepsInput: true }, '--progress');
    await bob.prints(/^ping\n/);
    assert.match(alice.stderr, /\ndirect, encrypted\n/);
    await place.room.stop();
    alice.write('pong\n');
    await bob.prints(/^ping\npong\n/);
    alice.endInput();
    bob.endInput();
    assert.deepEqual([await alice.ends(), await bob.ends()], [0, 0]);
  });

  test('a room that stops in the midst of one through it: exit code 1, and a sentence, on both sides', async () => {
    await using place = await garden();
    await using bob = await bobIn(place, '--listen', '--strangers', 'accept');
    await using alice = sending(place, { input: 'ping\n', keepsInput: true }, '--through-room');
    await bob.prints(/^ping\n/);
    await place.room.stop();
    assert.deepEqual([await alice.ends(), await bob.ends()], [1, 1]);
    assert.match(alice.stderr, /\nThe pipe to @bob@\S+ was cut after 5 bytes: the connection ended\.\n$/);
    assert.match(bob.stderr, /\nWhat @\S+ sent was cut after 5 bytes: the connection ended\.\n$/);
  });

  test('Ctrl+C cuts it: 130, and the other side is told', async () => {
    await using place = await garden();
    await using bob = await bobIn(place, '--listen', '--strangers', 'accept');
    await using alice = sending(place, { input: 'ping\n', keepsInput: true });
    await bob.prints(/^ping\n/);
    alice.signal('SIGINT');
    assert.deepEqual([await alice.ends(), await bob.ends()], [130, 1]);
    assert.match(bob.stderr, /was cut after 5 bytes: they stopped it\.\n$/);
  });

  test('nobody reads what comes: exit code 1', async () => {
    await using place = await garden();
    await using bob = await bobIn(place, '--listen', '--strangers', 'accept');
    bob.stopReading();
    await using alice = sending(place, { input: 'ping\n', keepsInput: true });
    assert.deepEqual([await bob.ends(), await alice.ends()], [1, 1]);
    assert.match(bob.stderr, /was cut after 0 bytes: nobody reads what comes any more\.\n$/);
    assert.match(alice.stderr, /nobody reads it any more\.\n$/);
  });

  test('whom it cannot reach it names: exit code 2', async () => {
    await using place = await garden();
    const { host, home } = place;
    const to = (target: string) => ran(['peer', host, '--as', 'alice', '--pipe', target], { home });
    const unknown = await to(`@nobody@${host}`);
    assert.deepEqual([unknown.code, unknown.out], [2, '']);
    assert.match(unknown.err, /\nNobody is known as "nobody" in this room: .*\n$/);
    await letIn(place.room, home);
    await ran(['alias', 'register', 'bob', host], { home });
    const away = await to(`@bob@${host}`);
    assert.equal(away.code, 2);
    assert.match(away.err, /\n@\S+ cannot be reached through the room now.*\n$/);
    const self = await ran(['peer', host, '--pipe', `@bob@${host}`], { home });
    assert.match(self.err, /\nCannot send to @bob@\S+: that is you\. .*\n$/);
  });

  test('a stock app has no pipes, and is named: exit code 1', async () => {
    await using place = await garden();
    await using app = await startStockApp({ generation: 'room-client' });
    await app.connect(place.room.address);
    const { host, home } = place;
    await using me = new Command(['peer', host, '--as', 'me'], { home });
    await me.prints(
      new RegExp(` here +${app.id.replaceAll('+', '\\+')}\n| came +${app.id.replaceAll('+', '\\+')}\n`),
    );
    const { code, err } = await ran(['peer', host, '--pipe', app.id], { home, input: 'hello\n' });
    assert.equal(code, 1);
    assert.match(err, /\n@\S+ cannot take what you send: their app has no pipes \(it says ".*"\)\.\n$/);
  });
});
