import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type RunningApp, type SsbAppWish, ssbApp } from './ssb-app.ts';
import type { Met } from './ssb-app-lines.ts';
import { ROOM_ID } from './test-server.ts';
import { testTerminal } from './test-terminal.ts';

type Attendant = Met['attendants'][number];
type Echo = NonNullable<Met['echo']>;

const ME = '@bWU.ed25519';
const BOB = `@${'B'.repeat(43)}=.ed25519` as const;
const CAROL = `@${'C'.repeat(43)}=.ed25519` as const;

const WISH: SsbAppWish = {
  where: 'room.example',
  say: 'hello',
  stay: false,
  networkKey: new Uint8Array(32),
  json: false,
};

/** An app in memory, in a room with these people. `come` brings another list. */
function testApp(ids: readonly Attendant['id'][], echo: Partial<Echo> = {}) {
  const calls: string[] = [];
  const list = (people: readonly Attendant['id'][]) =>
    people.map((id): Attendant => ({ id, room: ROOM_ID, address: `tunnel:${ROOM_ID}:${id}` }));
  let waiting: ((end: unknown, value?: readonly Attendant[]) => void) | undefined;
  let isRead = false;
  const openRooms = {
    connect: async (where: string) => {
      calls.push(`connect ${where}`);
      return { room: ROOM_ID, name: 'Garden\u001b', address: 'net:room.example:8008~shs:BwcH' };
    },
    dial: async (id: string) => void calls.push(`dial ${id}`),
    echo: async (id: string, value: unknown): Promise<Echo> => {
      calls.push(`echo ${id}`);
      return { by: 'peer.echo', value, ms: 3.2, ...echo };
    },
    attendants: () => {
      let given = false;
      return (abort: unknown, answer: NonNullable<typeof waiting>) => {
        if (abort) return answer(true);
        if (given) {
          waiting = answer;
          isRead = true;
          return;
        }
        given = true;
        answer(null, list(ids));
      };
    },
  };
  const close = (_abrupt: unknown, done: (error: null) => void) => {
    calls.push('close');
    done(null);
  };
  return {
    app: { id: ME, openRooms, close } as unknown as RunningApp,
    calls,
    come: (people: readonly Attendant['id'][]) => waiting?.(null, list(people)),
    get isRead() {
      return isRead;
    },
  };
}

describe('ssb-app', () => {
  test('dials the first who is there; what a stranger sent is shown harmless', async () => {
    const { app, calls } = testApp([BOB, CAROL], { value: 'a\u001b[31m' });
    const terminal = testTerminal();
    assert.equal(await ssbApp(WISH, terminal, () => app), 0);
    assert.deepEqual(calls, ['connect room.example', `dial ${BOB}`, `echo ${BOB}`, 'close']);
    assert.match(terminal.printed, /^Garden\\u\{1b\}\n/);
    assert.match(terminal.printed, /Sent "hello", and "a\\u001b\[31m" came back in 3 ms\.\n$/);
  });

  test('dials whom it is told to', async () => {
    const { app, calls } = testApp([BOB]);
    await ssbApp({ ...WISH, dial: CAROL, json: true }, testTerminal(), () => app);
    assert.ok(calls.includes(`dial ${CAROL}`));
  });

  test('alone there, says what to do and ends with exit code 2', async () => {
    const { app } = testApp([]);
    const terminal = testTerminal();
    assert.equal(await ssbApp(WISH, terminal, () => app), 2);
    assert.match(terminal.printed, /Nobody else is here to dial\. In a second terminal,/);
  });

  test('stays until a signal, and tells who comes and goes', async () => {
    const room = testApp([BOB]);
    const terminal = testTerminal();
    const done = ssbApp({ ...WISH, stay: true }, terminal, () => room.app);
    while (!room.isRead) await new Promise(setImmediate);
    room.come([CAROL]);
    terminal.signal('SIGINT');
    assert.equal(await done, 0);
    assert.match(
      terminal.printed,
      /Stop with Ctrl\+C\.\n.*C=\.ed25519 is here\.\n.*B=\.ed25519 has left\.\n$/,
    );
    assert.equal(room.calls.filter((call) => call === 'close').length, 1);
    assert.equal(terminal.listening, 0);
  });

  test('is stopped while it connects, without a word', async () => {
    const { app } = testApp([]);
    const connecting = Promise.withResolvers<never>();
    const openRooms = { ...app.openRooms, connect: () => connecting.promise };
    const close = (_abrupt: unknown, done: (error: null) => void) => {
      connecting.reject(new Error('the app is closed'));
      done(null);
    };
    const terminal = testTerminal();
    const made = Promise.withResolvers<void>();
    const done = ssbApp(WISH, terminal, () => {
      setImmediate(() => made.resolve());
      return { ...app, openRooms, close } as unknown as RunningApp;
    });
    await made.promise;
    terminal.signal('SIGTERM');
    assert.equal(await done, 143);
    assert.equal(terminal.printed + terminal.complained, '');
  });
});
