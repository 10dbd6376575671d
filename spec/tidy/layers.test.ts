import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { importCycles } from './cycles.ts';
import { importsOf } from './imports.ts';
import { forbiddenImports } from './layers.ts';

describe('imports', () => {
  test('every form is read, and workspaces stand for their entry points', () => {
    const text = [
      "import './side-effect.ts';",
      "import type { A } from '../a/a.ts';",
      'import {',
      '  type B,',
      '  b,',
      "} from './b.ts';",
      "export { c } from './c.ts';",
      "import data from '../data.json' with { type: 'json' };",
      "import { p } from '@open-rooms/protocol';",
      "import { n } from '@open-rooms/protocol/node';",
      "import { s } from '@open-rooms/room-server/store/port.ts';",
      "import { accepts } from 'hono/accepts';",
      "import { serve } from '@hono/node-server/conninfo';",
      "const fs = await import('node:fs');",
    ].join('\n');
    const found = importsOf({ path: 'client/x/file.ts', text }).map(({ target }) => target);
    assert.deepEqual(found, [
      'client/x/side-effect.ts',
      'client/a/a.ts',
      'client/x/b.ts',
      'client/x/c.ts',
      'client/data.json',
      'protocol/index.ts',
      'protocol/node/index.ts',
      'room-server/store/port.ts',
      'hono',
      '@hono/node-server',
      'node:fs',
    ]);
  });

  test('what is exported and holds strings is no import', () => {
    const text = "export type Kind =\n  | 'open'\n  | 'closed';\nexport const names = ['from', 'x'];\n";
    assert.deepEqual(importsOf({ path: 'protocol/room/kind.ts', text }), []);
  });
});

/** From, what is imported, and how. */
const FORBIDDEN = [
  ['protocol/bytes/a.ts', "import { b } from '../muxrpc/b.ts';"],
  ['protocol/bytes/a.ts', "import type { b } from '../muxrpc/b.ts';"],
  ['protocol/room/a.ts', "import { sodium } from '../node/sodium.ts';"],
  ['protocol/room/a.ts', "import { z } from 'zod';"],
  ['protocol/room/a.ts', "import fs from 'node:fs';"],
  ['protocol/room/a.ts', "import { Room } from '@open-rooms/room-server/rooms/room.ts';"],
  ['protocol/room/a.ts', "import { pair } from '../testing/index.ts';"],
  ['protocol/strange/a.ts', ''],
  ['protocol/web/a.ts', "import { sodium } from '../node/index.ts';"],
  ['room-server/rooms/a.ts', "import { Members } from '../members/members.ts';"],
  ['room-server/rooms/a.ts', "import { memoryStore } from '../store/memory.ts';"],
  ['room-server/rooms/a.ts', "import { answer } from '../rpc/answer.ts';"],
  ['room-server/rooms/a.ts', "import { join } from 'node:path';"],
  ['room-server/rooms/a.ts', "import { sodium } from '@open-rooms/protocol/node';"],
  ['room-server/rooms/a.ts', "import { concat } from '../../protocol/bytes/concat.ts';"],
  ['room-server/store/port.ts', "import type { Room } from '../rooms/room.ts';"],
  ['room-server/rpc/a.ts', "import { join } from 'node:path';"],
  ['room-server/rpc/a.ts', "import { Hono } from 'hono';"],
  ['room-server/http/a.ts', "import { listen } from '../net/tcp.ts';"],
  ['room-server/net/a.ts', "import { RoomPeer } from '../rpc/room-peer.ts';"],
  ['room-server/net/a.ts', "import type { Room } from '../rooms/room.ts';"],
  ['room-server/cli/a.ts', "import { Invites } from '../invites/invites.ts';"],
  ['room-server/compose.ts', "import { connect } from '@open-rooms/client';"],
  ['room-server/rooms/a.test.ts', "import { start } from '../../spec/stock/app.ts';"],
  ['room-server/strange/a.ts', ''],
  ['client/connection/a.ts', "import { Room } from '@open-rooms/room-server/rooms/room.ts';"],
  ['client/connection/a.ts', "import net from 'node:net';"],
  ['client/ui/a.ts', "import { feedIdOf } from '@open-rooms/protocol';"],
  ['client/connection/a.test.ts', "import { compose } from '@open-rooms/room-server/compose.ts';"],
  ['.ci/a.ts', "import { concat } from '../protocol/bytes/concat.ts';"],
] as const;

const ALLOWED = [
  ['protocol/muxrpc/a.ts', "import { concat } from '../bytes/concat.ts';"],
  ['protocol/room/a.ts', "import { readHost } from '../address/host.ts';"],
  ['protocol/room/a.ts', "import * as v from 'valibot';"],
  ['protocol/shs/a.test.ts', "import { sodium } from '../node/index.ts';"],
  ['protocol/shs/a.test.ts', "import fc from 'fast-check';"],
  ['protocol/node/a.ts', "import type { Clock } from '../clock/clock.ts';"],
  ['room-server/rooms/a.ts', "import type { Members } from '../members/members.ts';"],
  ['room-server/rooms/a.ts', "import type { Store } from '../store/port.ts';"],
  ['room-server/http/a.ts', "import { Room } from '../rooms/room.ts';"],
  ['room-server/net/a.ts', "import type { Log } from '../observe/log.ts';"],
  ['room-server/cli/a.ts', "import { connect } from '@open-rooms/client';"],
  ['room-server/compose.ts', "import { sodium } from '@open-rooms/protocol/node';"],
  ['client/ui/a.ts', "import type { FeedId } from '@open-rooms/protocol';"],
  ['spec/conformance/a.test.ts', "import { compose } from '@open-rooms/room-server/compose.ts';"],
] as const;

describe('layers', () => {
  for (const [path, text] of FORBIDDEN) {
    test(`${path} may not: ${text || 'be there'}`, () => {
      assert.equal(forbiddenImports({ path, text }).length, 1);
    });
  }
  for (const [path, text] of ALLOWED) {
    test(`${path} may: ${text}`, () => assert.deepEqual(forbiddenImports({ path, text }), []));
  }
});

describe('cycles', () => {
  const a = { path: 'protocol/a.ts', text: "import { b } from './b.ts';" };
  const b = { path: 'protocol/b.ts', text: "import type { c } from './c.ts';" };

  test('a way back is found, types included', () => {
    const c = { path: 'protocol/c.ts', text: "import { a } from './a.ts';" };
    assert.deepEqual(importCycles([a, b, c]), [
      'These files import each other: protocol/a.ts → protocol/b.ts → protocol/c.ts → protocol/a.ts.',
    ]);
  });

  test('two ways to one file are no cycle', () => {
    const top = { path: 'protocol/top.ts', text: "import './a.ts';\nimport './b.ts';" };
    assert.deepEqual(importCycles([top, a, b, { path: 'protocol/c.ts', text: '' }]), []);
  });
});
