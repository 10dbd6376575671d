import assert from 'node:assert/strict';
import { feedIdOf, type PrivacyMode, signAliasRegistration, toBase64 } from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { fixedKeys } from '@open-rooms/protocol/testing';
import { startRoomServer } from '../../room-server/compose.ts';
import { readConfig } from '../../room-server/config/read-config.ts';
import { testLog } from '../../room-server/net/tls/test-log.ts';
import { ownFiles } from '../../room-server/page/own-files.ts';
import { OPERATOR } from '../../room-server/rooms/actor.ts';
import type { RunningServer } from '../../room-server/running-server.ts';
import { openSqliteStore } from '../../room-server/store/sqlite/open.ts';
import { temporaryDirectory } from '../temporary-directory.ts';

const { publicKey, secretKey } = fixedKeys(sodium, 7);
/** Who is known as `bob` there. */
export const BOB = feedIdOf(publicKey);

const NOTICES = [
  {
    name: 'description',
    language: 'en',
    title: '',
    content: 'A room for **gardeners**.\n\n- seeds\n- [roses](https://roses.example)',
  },
  { name: 'description', language: 'fr', title: '', content: 'Un salon pour **jardiniers**.' },
  {
    name: 'code-of-conduct',
    language: 'en',
    title: '',
    content:
      '# Be kind\n\nAlways.\n\n> Even on Mondays.\n\n| who | what |\n|---|---|\n| all | listen |\n\n```\nwater\n```\n\n![a rose](https://roses.example/rose.png)',
  },
  { name: 'privacy-policy', language: 'de', title: 'Datenschutz', content: 'Nichts wird aufbewahrt.' },
] as const;

/** A room with notices in some languages, in which somebody has an alias. */
export interface PublicRoom extends AsyncDisposable {
  readonly server: RunningServer;
  readonly http: string;
  /** The page of an alias at a name of its own: browsers take every name below `localhost` for this machine. */
  readonly aliasHost: string;
  becomes(mode: PrivacyMode): Promise<void>;
}

export async function startPublicRoom(): Promise<PublicRoom> {
  await using started = new AsyncDisposableStack();
  const folder = started.use(await temporaryDirectory());
  const off = { whoisPort: 'off', metricsPort: 'off', stunPort: 'off' };
  const flags = { data: folder.path, host: '127.0.0.1', name: 'Garden', port: '0', httpPort: '0', ...off };
  const start = () => startRoomServer(readConfig({ flags, env: {} }), testLog().log, ownFiles());
  const first = await start();
  const { id: roomId } = first;
  await first.operations['members.add']?.(OPERATOR, { who: BOB, role: 'participant' });
  for (const notice of NOTICES) await first.operations['notices.set']?.(OPERATOR, notice);
  await first.stop();
  const signature = signAliasRegistration(sodium, secretKey, { roomId, userId: BOB, alias: 'bob' });
  {
    await using store = await openSqliteStore(`${folder.path}/room.db`);
    const alias = { name: 'bob', feed: BOB, signature: toBase64(signature), registeredAt: Date.now() };
    assert.equal(await store.aliases.register(alias, { perFeed: 1, inAll: 1 }), 'registered');
  }
  const server = await start();
  started.defer(() => server.stop());
  const all = started.move();
  const http = server.http.replace('127.0.0.1', 'localhost').replace(/\/$/, '');
  return {
    server,
    http,
    aliasHost: http.replace('localhost', 'bob.localhost'),
    async becomes(mode) {
      await server.operations['settings.set']?.(OPERATOR, { mode });
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}
