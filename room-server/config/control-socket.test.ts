import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { describe, test } from 'node:test';
import { controlSocketPath } from './control-socket.ts';

const LONG = `/srv/${'é'.repeat(60)}`;

describe('the path of the control socket', () => {
  test('is in the data folder', () => {
    assert.equal(controlSocketPath('/srv/garden', {}, 'linux'), '/srv/garden/control.sock');
  });

  test('is elsewhere where the folder makes it too long, and never longer than a socket may have', () => {
    const path = controlSocketPath(LONG, { XDG_RUNTIME_DIR: '/run/user/1000' }, 'linux');
    assert.match(path, /^\/run\/user\/1000\/open-rooms-[0-9a-f]{16}\.sock$/);
    assert.notEqual(controlSocketPath(`${LONG}2`, { XDG_RUNTIME_DIR: '/run/user/1000' }, 'linux'), path);
    assert.ok(controlSocketPath(LONG, {}, 'linux').startsWith(tmpdir()));
  });

  test('counts bytes, not letters, up to the last that fits', () => {
    const fits = `/${'a'.repeat(103 - '//control.sock'.length)}`;
    assert.equal(controlSocketPath(fits, {}, 'linux'), `${fits}/control.sock`);
    assert.ok(!controlSocketPath(`${fits}a`, {}, 'linux').startsWith(fits));
    assert.ok(!controlSocketPath(`/${'é'.repeat(50)}`, {}, 'linux').includes('é'));
  });

  test('is a named pipe on Windows, where paths do not tell capitals apart', () => {
    const path = controlSocketPath('/srv/Garden', {}, 'win32');
    assert.match(path, /^\\\\\.\\pipe\\open-rooms-[0-9a-f]{16}$/);
    assert.equal(controlSocketPath('/SRV/garden', {}, 'win32'), path);
  });
});
