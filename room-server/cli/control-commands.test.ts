import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type OperationResult, Refused } from '@open-rooms/protocol';
import { readConfig } from '../config/read-config.ts';
import type { Status } from '../control/contract.ts';
import { answering } from './administration/test-control.ts';
import type { ConnectControl, ControlClient } from './control-client.ts';
import { invite } from './invite.ts';
import { status, statusLines } from './status.ts';
import { PLAIN } from './style.ts';
import { INVITE, ROOM_ID } from './test-server.ts';
import { testTerminal } from './test-terminal.ts';

const human = readConfig({ flags: { data: '/srv/garden' }, env: {} });
const json = { ...human, json: true };
const now: Status = {
  id: ROOM_ID,
  name: 'Garden',
  claimed: true,
  uptime: 7_322.4,
  version: '0.1.0',
  addresses: ['net:127.0.0.1:41001~shs:BwcH', 'ws:127.0.0.1:41002~shs:BwcH'],
  stun: 'stun:127.0.0.1:41005',
  turn: ['turn:relay.example'],
  attendants: 3,
  connections: 4,
  tunnels: 1,
  invite: INVITE,
};

const MADE: OperationResult<'invites.create'> = {
  ...{
    id: ROOM_ID,
    role: 'participant' as const,
    note: '',
    createdBy: 'operator',
    createdAt: 1,
    usesLeft: 1,
  },
  ...{ notBefore: null, expiresAt: null, revokedAt: null },
  ...{ code: INVITE, url: 'https://room.example/join?invite=AA', uri: 'ssb:experimental?invite=AA' },
};

/** A server in memory that keeps a transcript. */
function control(told: Partial<ControlClient> = {}) {
  const transcript: unknown[] = [];
  const client: ControlClient = {
    status: async () => now,
    ask: answering({ 'invites.create': MADE }, (name, input) => transcript.push([name, input])),
    backup: async function* () {},
    close: async () => void transcript.push('closed'),
    ...told,
  };
  const connect: ConnectControl = async (dataDir) => {
    transcript.push(dataDir);
    return client;
  };
  return { connect, transcript };
}

describe('invite', () => {
  test('asks the server of the data folder, and prints the code alone where it is piped', async () => {
    const { connect, transcript } = control();
    const terminal = testTerminal();
    assert.equal(await invite(human, { uses: 20, note: 'meetup' }, terminal, connect), 0);
    assert.deepEqual(transcript, ['/srv/garden', ['invites.create', { uses: 20, note: 'meetup' }], 'closed']);
    assert.equal(terminal.printed, `${INVITE}\n`);
  });

  test('adds a QR code on a terminal', async () => {
    const terminal = testTerminal({ isTTY: true });
    await invite(human, { uses: 1, note: '' }, terminal, control().connect);
    assert.ok(terminal.printed.includes(INVITE));
    assert.match(terminal.printed, /[█▀▄]{10}/);
  });

  test('with --json prints one object', async () => {
    const terminal = testTerminal({ isTTY: true });
    await invite(json, { uses: 1, note: '' }, terminal, control().connect);
    assert.equal(terminal.printed, `{"code":${JSON.stringify(INVITE)}}\n`);
  });

  test('closes the connection after a refusal too', async () => {
    const refusal = new Refused('not-claimed', 'Cannot make an invite: nobody has named this room yet.');
    const { connect, transcript } = control({ ask: () => Promise.reject(refusal) });
    await assert.rejects(invite(human, { uses: 1, note: '' }, testTerminal(), connect), refusal);
    assert.deepEqual(transcript, ['/srv/garden', 'closed']);
  });
});

describe('status', () => {
  test('says who is there and for how long it runs', async () => {
    const { connect, transcript } = control();
    const terminal = testTerminal();
    assert.equal(await status(human, terminal, connect), 0);
    assert.deepEqual(transcript, ['/srv/garden', 'closed']);
    assert.deepEqual(terminal.printed.split('\n'), [
      'Garden',
      '',
      `  Room      ${ROOM_ID}`,
      '  Online    3 in the room, 4 connections, 1 tunnel',
      '  Running   for 2 hours, version 0.1.0',
      '  Addresses',
      '    net:127.0.0.1:41001~shs:BwcH',
      '    ws:127.0.0.1:41002~shs:BwcH',
      '  STUN and TURN',
      '    stun:127.0.0.1:41005',
      '    turn:relay.example',
      '  Invite',
      `    ${INVITE}`,
      '',
    ]);
  });

  test('says that a room waits for its owner', () => {
    const lines = statusLines({ ...now, name: null, claimed: false, invite: null, uptime: 1.9 }, PLAIN);
    assert.match(lines[0] ?? '', /no name yet/);
    assert.ok(lines.includes('  Running   for 1 second, version 0.1.0'));
    assert.ok(!lines.some((line) => line.includes('Invite')));
  });

  test('with --json prints the status as it came', async () => {
    const terminal = testTerminal();
    await status(json, terminal, control().connect);
    assert.deepEqual(JSON.parse(terminal.printed), now);
  });
});
