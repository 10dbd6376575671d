import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { temporaryDirectory } from '../../temporary-directory.ts';
import { startOurRoom } from '../our-room.ts';
import { PlainBrowser, waitingPage } from '../signing-in.ts';
import { hostOf } from './command.ts';
import { CommandHere, ranHere } from './command-here.ts';
import { letIn } from './let-in.ts';

describe('open-rooms sign-in', () => {
  test('prints the page to open, and ends once a browser was signed in by it', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using home = await temporaryDirectory();
    const options = { home: home.path };
    await letIn(room, home.path);
    const { id } = JSON.parse((await ranHere(['identity', '--json'], options)).out);
    await using command = new CommandHere(['sign-in', hostOf(room)], options);
    const [, url = ''] = await command.prints(/to be signed in to Garden:\n {2}(\S+)\n/);
    const browser = new PlainBrowser(room);
    assert.equal((await browser.get(url)).status, 303);
    assert.equal(await command.ends(), 0);
    assert.match(command.stdout, /\nThe browser is signed in\.\n$/);
    assert.equal(await browser.whose(), id);
    assert.equal((await new PlainBrowser(room).get(url)).status, 403);
  });

  test('confirms what the page of the room shows, once, and for members', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using home = await temporaryDirectory();
    const options = { home: home.path };
    const { id } = JSON.parse((await ranHere(['identity', '--json'], options)).out);
    const browser = new PlainBrowser(room);
    const { uri, sc } = await waitingPage(browser);
    const stranger = await ranHere(['sign-in', uri], options);
    assert.notEqual(stranger.code, 0);
    assert.match(stranger.err, /The room does not sign you in: client is not a room member/);
    await letIn(room, home.path);
    const signed = await ranHere(['sign-in', uri, '--json'], options);
    assert.deepEqual([signed.code, JSON.parse(signed.out)], [0, { room: room.id, id }]);
    assert.equal((await browser.post('/withssb/finalize', { sc })).status, 303);
    assert.equal(await browser.whose(), id);
    const again = await ranHere(['sign-in', uri], options);
    assert.match(again.err, /no such session/);
    const other = await ranHere(['sign-in', 'ssb:feed/classic/x'], options);
    assert.notEqual(other.code, 0);
  });

  test('is stopped by a signal while it waits', async () => {
    await using room = await startOurRoom({ name: 'Garden' });
    await using home = await temporaryDirectory();
    await using command = new CommandHere(['sign-in', hostOf(room)], { home: home.path });
    await command.prints(/\/login\?ssb-http-auth=1/);
    command.signal('SIGINT');
    assert.equal(await command.ends(), 130);
  });
});
