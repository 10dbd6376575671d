import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { OperationResult } from '@open-rooms/protocol';
import { readConfig } from '../../config/read-config.ts';
import { ROOM_ID } from '../test-server.ts';
import { testTerminal } from '../test-terminal.ts';
import { ask, readInput } from './ask.ts';
import { testControl } from './test-control.ts';

const human = readConfig({ flags: { data: '/srv/garden' }, env: {} });
const json = { ...human, json: true };
const BAN: OperationResult<'bans.add'> = {
  ...{ id: ROOM_ID, reason: 'spam', by: 'operator' },
  ...{ at: 1_700_000_000_000, expiresAt: null },
};

describe('an operation on the command line', () => {
  test('is asked of the running server, with what its schema fills in, and shown', async () => {
    const { connect, transcript } = testControl({ 'bans.add': BAN });
    const terminal = testTerminal();
    const input = { who: ' @bob ', reason: undefined };
    const wish = {
      name: 'bans.add',
      input,
      show: ({ id }: OperationResult<'bans.add'>) => [`${id} is out.`],
    } as const;
    assert.equal(await ask(wish, human, terminal, connect), 0);
    assert.deepEqual(transcript, [['bans.add', { who: '@bob', reason: '', expiresAt: null }], 'closed']);
    assert.equal(terminal.printed, `${ROOM_ID} is out.\n`);
  });

  test('has its times in UTC with --json', async () => {
    const terminal = testTerminal();
    const wish = { name: 'bans.list', input: {}, show: () => [] } as const;
    await ask(wish, json, terminal, testControl({ 'bans.list': [BAN] }).connect);
    assert.deepEqual(JSON.parse(terminal.printed), [{ ...BAN, at: '2023-11-14T22:13:20.000Z' }]);
  });

  test('is refused before the server is asked where it cannot be meant', async () => {
    const { connect, transcript } = testControl({});
    const wish = { name: 'members.add', input: { who: 'bob', role: 'boss' }, show: () => [] } as const;
    await assert.rejects(ask(wish, human, testTerminal(), connect), {
      code: 'bad-usage',
      message: 'Cannot use "boss" as role: a role is one of owner, moderator, participant, viewer.',
    });
    assert.deepEqual(transcript, []);
  });

  test('closes the connection after a refusal too', async () => {
    const { connect, transcript } = testControl({});
    await assert.rejects(
      ask({ name: 'keys.list', input: {}, show: () => [] }, human, testTerminal(), connect),
    );
    assert.deepEqual(transcript, [['keys.list', {}], 'closed']);
  });
});

test('a reason is one line of at most 200 characters', () => {
  for (const reason of ['x'.repeat(201), 'two\nlines'])
    assert.throws(() => readInput('bans.add', { who: 'bob', reason }), {
      code: 'bad-usage',
      message: /as reason: a reason/,
    });
});
