import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { attend } from '../../../room-server/cli/peer/attend.ts';
import { testTerminal } from '../../../room-server/cli/test-terminal.ts';
import { readConfig } from '../../../room-server/config/read-config.ts';
import { temporaryDirectory } from '../../temporary-directory.ts';
import { enter, isDelivered, joinAll, says, talker } from '../client/talking.ts';
import { startOurRoom } from '../our-room.ts';
import { Command, hostOf, ran } from './command.ts';
import { shown } from './shown.ts';

const { networkKey } = readConfig({ flags: {}, env: {} });

describe('open-rooms peer talks', { concurrency: true }, () => {
  test('what is typed is said in the room, and what is said there is shown', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using home = await temporaryDirectory();
    await using alice = await talker();
    await alice.setName('Alice');
    const here = await enter(alice, room);
    const terminal = testTerminal({ isTTY: true, columns: 80, env: { OPEN_ROOMS_HOME: home.path } });
    const wish = { where: hostOf(room), networkKey, strangers: 'request', json: false } as const;
    const ended = attend(wish, terminal);
    await shown(terminal, /listed|here +@/);
    terminal.type('  Good morning.  ');
    await says(here, ['Good morning.']);
    await here.send('To you, too.\nHow are you?');
    await shown(terminal, /says +(Alice )?@\S{8}…: To you, too\. ⏎ How are you\?\n/);
    terminal.type('//shrug');
    terminal.type('');
    await says(here, ['Good morning.', 'To you, too.\nHow are you?', '/shrug']);
    terminal.type('/answer');
    await shown(terminal, /There is nothing to \/answer now\./);

    const [bob] = here.entries.filter(({ mine }) => !mine).map(({ author }) => author);
    assert.ok(bob);
    const aside = alice.conversations.with(bob);
    await aside.send('A word in your ear.');
    await shown(
      terminal,
      /to you +Alice @\S{8}…: A word in your ear\. — let them write with: open-rooms contacts accept @/,
    );
    const ringing = await alice.ring(bob);
    await shown(terminal, /rings +@\S+, whom you do not know: \/answer or \/decline\n/);
    terminal.type('/answer');
    assert.equal(await ringing.answered, 'accepted');
    terminal.signal('SIGINT');
    assert.equal(await ended, 0);
    assert.equal(terminal.asking, 0);
  });

  test('events of --json say who said what, and where', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using home = await temporaryDirectory();
    await using bob = new Command(['peer', hostOf(room), '--json'], { home: home.path });
    await bob.prints(/"event":"listed"/);
    await using alice = await talker();
    const [here] = await joinAll(room, [alice]);
    assert.ok(here);
    const id = await here.send('# Hello\u202e');
    const [line] = await bob.prints(/.*"event":"message".*/);
    const { time, at, ...event } = JSON.parse(line);
    assert.ok(time && Math.abs(Date.parse(at) - Date.now()) < 60_000);
    assert.deepEqual(event, {
      ...{ event: 'message', to: 'room', room: room.id, in: 'Garden', id: alice.id, message: id },
      text: '# Hello\u202e',
    });
  });

  test('--say says one thing, and ends when somebody has it', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using home = await temporaryDirectory();
    await using saying = new Command(['peer', hostOf(room), '--say', 'The tea is ready.'], {
      home: home.path,
    });
    await saying.prints(/Nobody is here to hear it yet\./);
    await using alice = await talker();
    const here = await enter(alice, room);
    assert.equal(await saying.ends(), 0);
    assert.match(saying.stdout, / said +in Garden, and heard\n$/);
    await says(here, ['The tea is ready.']);
    const json = await ran(['peer', hostOf(room), '--say', 'Come.', '--json'], { home: home.path });
    assert.equal(json.code, 0);
    assert.equal(JSON.parse(json.out).delivery, 'sent');
    await says(here, ['The tea is ready.', 'Come.']);
    await isDelivered(here, await here.send('Thanks.'), 'waiting');
    const wrong = await ran(['peer', '--say', 'x'], { home: home.path });
    assert.deepEqual([wrong.code, /--say needs the room/.test(wrong.err)], [2, true]);
  });
});
