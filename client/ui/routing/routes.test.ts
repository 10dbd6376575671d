import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { fragmentOf, pathOf, type Route, routeOf } from './routes.ts';

const ADDRESS = 'net:room.example:8008~shs:zz+/KEY=;ws://room.example:3000~shs:zz+/KEY=';

const TABLE: readonly [path: string, route: Route][] = [
  ['/', { screen: 'landing' }],
  ['/room', { screen: 'room', room: null }],
  ['/room/room.example', { screen: 'room', room: 'room.example' }],
  ['/room/localhost:3000', { screen: 'room', room: 'localhost:3000' }],
  ['/room/@bob@room.example', { screen: 'room', room: '@bob@room.example' }],
  ['/contacts', { screen: 'contacts', id: null }],
  ['/settings', { screen: 'settings', section: null }],
  ['/settings/key', { screen: 'settings', section: 'key' }],
  ['/claim/a-b_c', { screen: 'claim', code: 'a-b_c' }],
  ['/ring/bob', { screen: 'room', room: '@bob' }],
  ['/alias/bob', { screen: 'alias', alias: 'bob' }],
  ['/transfer', { screen: 'transfer' }],
];

describe('routes', () => {
  for (const [path, route] of TABLE) {
    test(path, () => {
      assert.deepEqual(routeOf(path), route);
      assert.equal(pathOf(route), path);
    });
  }

  test('an invite stands in the fragment, and that somebody said so nowhere', () => {
    const route = { screen: 'room', room: null, invite: `${ADDRESS}:SEED` } as const;
    assert.equal(pathOf({ ...route, enters: true }), '/room');
    assert.deepEqual(routeOf('/room', fragmentOf({ ...route, enters: true })), route);
    assert.deepEqual(routeOf('/room', '#main'), { screen: 'room', room: null });
    assert.deepEqual(routeOf('/settings', '#invite=x'), { screen: 'settings', section: null });
  });

  test('addresses and ids stand in one part of the path', () => {
    const path = pathOf({ screen: 'room', room: ADDRESS });
    assert.equal(path.split('/').length, 3);
    assert.deepEqual(routeOf(path), { screen: 'room', room: ADDRESS });
  });

  test('whatever is typed comes back as it was', () => {
    const typed = fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => text.isWellFormed());
    fc.assert(
      fc.property(typed, (room) => {
        const { pathname } = new URL(pathOf({ screen: 'room', room }), 'http://room.example');
        // A browser reads `.` and `..` as steps, however they are written.
        if (room === '.' || room === '..') return;
        assert.deepEqual(routeOf(pathname), { screen: 'room', room });
      }),
    );
  });

  test('paths that lead nowhere, and damaged ones', () => {
    for (const path of ['/nowhere', '/room/a/b', '/alias', '/alias/', '/ring', '/transfer/me']) {
      assert.deepEqual(routeOf(path), { screen: 'not-found' }, path);
    }
    assert.deepEqual(routeOf('/room/%zz'), { screen: 'room', room: '%zz' });
    assert.deepEqual(routeOf('/room/'), { screen: 'room', room: null });
  });
});
