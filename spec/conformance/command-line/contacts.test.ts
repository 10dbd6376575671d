import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { ssbKeys } from '../../stock/packages.ts';
import { temporaryDirectory } from '../../temporary-directory.ts';
import { startOurRoom } from '../our-room.ts';
import { hostOf, ran } from './command.ts';
import { ranHere } from './command-here.ts';
import { letIn } from './let-in.ts';

const someone = () => ssbKeys().generate().id;

describe('open-rooms contacts', () => {
  test('relations are made, listed and ended', async () => {
    await using home = await temporaryDirectory();
    const contacts = (...args: string[]) => ranHere(['contacts', ...args], { home: home.path });
    const relations = async () => {
      const list: { id: string; relation: string; name?: string }[] = JSON.parse(
        (await contacts('--json')).out,
      );
      return list.map(({ id, relation, name }) => [id, relation, name]);
    };
    const [bob, carol] = [someone(), someone()];
    assert.equal(
      (await contacts()).out,
      'Nobody yet. Follow somebody: open-rooms contacts follow @bob@room.example\n',
    );
    assert.equal((await contacts('follow', bob, '--name', 'Bob')).out, 'You follow Bob.\n');
    assert.equal((await contacts('accept', carol)).out, `${carol} may send to you.\n`);
    assert.deepEqual(await relations(), [
      [bob, 'followed', 'Bob'],
      [carol, 'accepted', undefined],
    ]);
    assert.equal((await contacts('rename', carol.slice(0, 12), 'Carol')).code, 0);
    assert.equal(
      (await contacts('block', 'carol')).out,
      'Carol is blocked: nothing of theirs reaches you.\n',
    );
    assert.equal((await contacts('unfollow', 'Carol')).out, 'Carol stays blocked: "unblock" ends that.\n');
    const listed = `Followed\n  Bob\n    ${bob}\nBlocked\n  Carol\n    ${carol}\n`;
    assert.equal((await contacts('list')).out, listed);
    assert.equal((await contacts('unblock', 'Carol')).out, 'Carol is not blocked.\n');
    assert.equal((await contacts('unfollow', 'Bob')).out, 'Bob is a stranger to you again.\n');
    assert.deepEqual(await relations(), []);
  });

  test('following an alias keeps where it led', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using home = await temporaryDirectory();
    await using theirs = await temporaryDirectory();
    const host = hostOf(room);
    await letIn(room, theirs.path);
    const { id } = JSON.parse(
      (await ranHere(['alias', 'register', 'bob', host, '--json'], { home: theirs.path })).out,
    );
    const followed = await ranHere(['contacts', 'follow', `@bob@${host}`, '--json'], { home: home.path });
    const contact = JSON.parse(followed.out);
    assert.deepEqual([contact.id, contact.relation], [id, 'followed']);
    assert.deepEqual(
      contact.reach.map(({ room, alias }: { room: string; alias: string }) => [room, alias]),
      [[room.id, `@bob@${host}`]],
    );
    const rooms = await ranHere(['contacts', 'rooms'], { home: home.path });
    assert.match(rooms.out, /^Garden\n/);
    // Nobody is between a machine and itself: its names are pinned to no room.
    assert.doesNotMatch(rooms.out, /by host name/);
    const forgotten = await ranHere(['contacts', 'forget-room', room.id], { home: home.path });
    assert.deepEqual([forgotten.code, forgotten.out], [0, `${room.id} is forgotten.\n`]);
    assert.equal((await ranHere(['contacts', 'rooms', '--json'], { home: home.path })).out, '[]\n');
  });

  test('a book moves to another device, and so does who one is', async () => {
    await using home = await temporaryDirectory();
    await using device = await temporaryDirectory();
    const bob = someone();
    await ran(['contacts', 'follow', bob, '--name', 'Bob'], { home: home.path });
    const book = join(home.path, 'contacts.json');
    const secret = join(home.path, 'me.secret');
    await writeFile(book, (await ran(['contacts', 'export'], { home: home.path })).out);
    await writeFile(secret, (await ran(['identity', 'export'], { home: home.path })).out);
    const id = async (path: string) => JSON.parse((await ran(['identity', '--json'], { home: path })).out).id;

    const imported = await ran(['identity', 'import', secret], { home: device.path });
    assert.deepEqual(imported, { code: 0, out: `The profile "me" is ${await id(home.path)}.\n`, err: '' });
    assert.equal(await id(device.path), await id(home.path));
    const added = await ran(['contacts', 'import', book], { home: device.path });
    assert.deepEqual(added, { code: 0, out: '1 added, 0 updated.\n', err: '' });
    assert.equal(
      (await ran(['contacts', 'import', book], { home: device.path })).out,
      '0 added, 0 updated.\n',
    );
    assert.equal(
      (await ran(['contacts', 'export'], { home: device.path })).out,
      (await ran(['contacts', 'export'], { home: home.path })).out,
    );
  });

  test('what cannot be is one sentence, exit code 2', async () => {
    await using home = await temporaryDirectory();
    const me = JSON.parse((await ranHere(['identity', '--json'], { home: home.path })).out).id;
    const key = join(home.path, 'other.secret');
    await using other = await temporaryDirectory();
    await writeFile(key, (await ranHere(['identity', 'export'], { home: other.path })).out);
    const cases: readonly [args: readonly string[], sentence: RegExp][] = [
      [['contacts', 'accept', 'bob'], /^Cannot tell who "bob" is: give an id/],
      [['contacts', 'block', me], /^Cannot block @.*: that is you\./],
      [['contacts', 'rename', someone(), 'Bob'], /^Cannot name @.*: it is no contact\./],
      [['contacts', 'import', join(home.path, 'missing')], /^Cannot read \S+missing: ENOENT/],
      [['contacts', 'import', key], /^Cannot import contacts: it begins/],
      [['contacts', 'forget-room', 'room.example'], /^Cannot forget "room\.example": it is none of/],
      [['contacts', '--as', 'bobby'], /^There is no profile "bobby" in /],
      [['identity', 'import', key], /^Cannot import @\S+ into \S+: that profile has another key/],
    ];
    for (const [args, sentence] of cases) {
      const { code, out, err } = await ranHere(args, { home: home.path });
      assert.deepEqual({ code, out }, { code: 2, out: '' }, args.join(' '));
      assert.match(err, sentence);
      assert.equal(err.trimEnd().split('\n').length, 1);
    }
  });
});
