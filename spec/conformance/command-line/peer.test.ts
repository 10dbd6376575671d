import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { temporaryDirectory } from '../../temporary-directory.ts';
import { portOf, startOurRoom } from '../our-room.ts';
import { Command, hostOf, ran } from './command.ts';
import { CommandHere, ranHere } from './command-here.ts';
import { letIn } from './let-in.ts';

const ID = '@[A-Za-z0-9+/]{43}=\\.ed25519';

describe('open-rooms peer', () => {
  test('three terminals: a room, two people in it, and a line that is sent to one by their alias', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using home = await temporaryDirectory();
    const host = hostOf(room);
    await letIn(room, home.path);
    await using bob = new Command(['peer', host, '--alias', 'bob'], { home: home.path });
    const [, bobId = ''] = await bob.prints(new RegExp(`^You are (${ID}), profile "me"\\.`));
    await bob.prints(new RegExp(` alias +@bob@${host} leads to you\n`));
    await bob.prints(/ here +nobody else yet\n/);
    await using other = new Command(['peer', host], { home: home.path });
    const [, otherId = ''] = await other.prints(new RegExp(`^You are (${ID}), profile "me-2"\\.`));
    await other.prints(new RegExp(` here +${escaped(bobId)}\n`));
    await bob.prints(new RegExp(` came +${escaped(otherId)}\n`));

    const sent = await ran(['peer', host, '--pipe', `@bob@${host}`], { home: home.path, input: 'hello\n' });
    assert.deepEqual({ code: sent.code, out: sent.out }, { code: 0, out: '' });
    assert.match(sent.err, /^You are .*, profile "me-3"\.\nDelivered as a request: .*\n$/);
    await bob.prints(
      new RegExp(
        ` asks +(${ID}) asks to send you something: hello — accept with: open-rooms contacts accept \\1\n`,
      ),
    );
    bob.signal('SIGINT');
    assert.equal(await bob.ends(), 0);
    await other.prints(new RegExp(` left +${escaped(bobId)}\n`));
    assert.equal(bob.stderr, '');
  });

  test('an alias that is somebody else’s is told, and one is there all the same', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using home = await temporaryDirectory();
    const host = hostOf(room);
    for (const profile of ['me', 'me-2']) await letIn(room, home.path, profile);
    await using bob = new CommandHere(['peer', host, '--alias', 'bob'], { home: home.path });
    await bob.prints(/ leads to you\n/);
    await using rob = new CommandHere(['peer', host, '--alias', 'bob'], { home: home.path });
    await rob.prints(/ alias +The room does not give you this alias: .*already taken/);
    await bob.prints(/ came /);
    // Again, for one's own.
    bob.signal('SIGTERM');
    assert.equal(await bob.ends(), 0);
    await using again = new CommandHere(['peer', host, '--alias', `@bob@${host}`], { home: home.path });
    await again.prints(/ leads to you\n/);
  });

  test('--json tells every event as one object on a line', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using home = await temporaryDirectory();
    const host = hostOf(room);
    await letIn(room, home.path, 'bob');
    await using bob = new Command(['peer', host, '--as', 'bob', '--alias', 'bob', '--json'], {
      home: home.path,
    });
    await bob.prints(/"event":"alias"/);
    await ran(['peer', host, '--as', 'eve', '--pipe', `@bob@${host}`, '--name', 'a.txt'], {
      ...{ home: home.path, input: 'hello\n' },
    });
    await bob.prints(/"event":"left"/);
    await bob.prints(/"event":"link","state":"lost"/);
    bob.signal('SIGTERM');
    assert.equal(await bob.ends(), 0);
    const events = bob.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const names = events.map(({ event, state }) => (state === undefined ? event : `${event} ${state}`));
    const [started, there, you] = events;
    assert.deepEqual([started.event, there.event, there.name, you.you], ['started', 'room', 'Garden', true]);
    const others = names.filter(
      (name) => !['here', 'listed', 'alias', 'started', 'room there'].includes(name),
    );
    // Bob may open a tunnel, too, for the room's conversation.
    assert.deepEqual([...new Set(others)].sort(), [
      'came',
      'left',
      'link lost',
      'link open',
      'request',
      'tunnel closed',
      'tunnel open',
    ]);
    const { time, id, ...request } = events.find(({ event }) => event === 'request');
    assert.match(time, /^\d{4}-\d\d-\d\dT/);
    assert.match(id, new RegExp(ID));
    const offer = { name: 'a.txt' };
    assert.deepEqual(request, { event: 'request', offer, received: 6, preview: 'hello\n', whole: true });
  });

  test('a room that goes away is waited for, and told when it is back', async () => {
    await using data = await temporaryDirectory();
    await using home = await temporaryDirectory();
    await using before = await startOurRoom({ name: 'Garden', data: data.path });
    const ports = {
      port: portOf(before.address),
      whoisPort: Number(new URL(before.ready.whois).port),
    };
    await using bob = new CommandHere(['peer', hostOf(before)], { home: home.path });
    await bob.prints(/ here +nobody else yet\n/);
    await before.stop();
    await bob.prints(/ away +Garden is not connected; trying again/);
    await using _after = await startOurRoom({ data: data.path, ...ports });
    await bob.prints(/ back +Garden is there again\n/);
    bob.signal('SIGINT');
    assert.equal(await bob.ends(), 0);

    // Without a destination, where the profile has been.
    await using again = new CommandHere(['peer'], { home: home.path });
    await again.prints(/\nGarden\n/);
  });

  test('who is followed is called by name, and connected to when they come', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using home = await temporaryDirectory();
    const host = hostOf(room);
    await letIn(room, home.path, 'bob');
    await using bob = new CommandHere(['peer', host, '--as', 'bob', '--alias', 'bob'], { home: home.path });
    await bob.prints(/ leads to you\n/);
    const followed = await ranHere(['contacts', 'follow', `@bob@${host}`, '--name', 'Bob'], {
      home: home.path,
    });
    assert.deepEqual([followed.code, followed.out], [0, 'You follow Bob.\n']);
    await using me = new CommandHere(['peer', host], { home: home.path });
    await me.prints(/ here +Bob @.*…\n/);
    await me.prints(/ tunnel +open to Bob\n/);
    await using bobSends = new Command(['peer', host, '--as', 'rob', '--pipe', `@bob@${host}`], {
      home: home.path,
      keepsInput: true,
    });
    await me.prints(/ came /);
    bobSends.endInput();
    assert.equal(await bobSends.ends(), 0);
  });

  test('whose output nobody reads any more ends', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using home = await temporaryDirectory();
    await using bob = new Command(['peer', hostOf(room)], { home: home.path });
    await bob.prints(/ here +you\n/);
    bob.stopReading();
    await using _other = new Command(['peer', hostOf(room)], { home: home.path });
    assert.equal(await bob.ends(), 0);
    assert.equal(bob.stderr, '');
  });
});

describe('open-rooms peer ends with one sentence and exit code 2', () => {
  const cases: readonly [what: string, args: readonly string[], sentence: RegExp][] = [
    [
      'nobody listens there',
      ['peer', 'net:127.0.0.1:1~shs:BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc='],
      /^You are .*\nNobody listens at 127\.0\.0\.1:1\. .*\n$/,
    ],
    ['a text that leads nowhere', ['peer', 'net:~~'], /^You are .*\nCannot .*\n$/],
    [
      'no room to go back to',
      ['peer'],
      /^You are .*\nCannot join a room: this profile has been in none yet\. .*\n$/,
    ],
    [
      'a profile that can be none',
      ['peer', 'localhost', '--as', 'A b'],
      /^Cannot use a profile called "A b": .*\n$/,
    ],
    [
      'two ways at once',
      ['peer', 'localhost', '--pipe', '@bob@localhost', '--listen'],
      /^Cannot read the command line: --pipe sends/,
    ],
    [
      'JSON on a raw stdout',
      ['peer', 'localhost', '--listen', '--json'],
      /^Cannot read the command line: --json cannot/,
    ],
  ];
  for (const [what, args, sentence] of cases) {
    test(what, async () => {
      await using home = await temporaryDirectory();
      const { code, out, err } = await ranHere(args, { home: home.path });
      assert.equal(code, 2);
      assert.match(args.includes('--json') ? err : `${out}${err}`, sentence);
    });
  }
});

function escaped(text: string): string {
  return text.replaceAll(/[+.]/g, '\\$&');
}
