import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hearing } from '../connection/test-connections.ts';
import type { CallType } from '../muxrpc/request.ts';
import { Refused } from '../refusal/refused.ts';
import { CALLER, rpcPair, type TestHandlers, testHandlers } from './test-contract.ts';

const quiet = () => new Promise<void>((resolve) => setImmediate(resolve));

const FAULT = 'internal error: a fault of this program, which its log describes';

/** What comes back when `name` is called in the given way. */
async function answers(
  name: string,
  type: CallType,
  args: readonly unknown[],
  pair = rpcPair(),
): Promise<readonly string[]> {
  const heard = hearing(pair.caller.request(name, type, args));
  await quiet();
  assert.equal(pair.caller.openStreams + pair.server.openStreams, 0);
  return heard;
}

/** A number that JSON.stringify throws on. */
const unwritable = Object.assign(1, {
  toJSON: () => {
    throw new Error('no JSON');
  },
});

describe('a served contract', () => {
  test('answers each kind of method', async () => {
    assert.deepEqual(await answers('add', 'async', [1, 2]), ['3']);
    assert.deepEqual(await answers('clock.now', 'sync', []), ['5']);
    assert.deepEqual(await answers('list.words', 'source', [{}]), ['one', 'two', 'three', 'end: well']);
  });

  test('asks the gate for each act before the handler', async () => {
    const asked: string[] = [];
    const pair = rpcPair({ add: () => asked.push('handler') }, (caller, act) =>
      asked.push(`${caller} ${act}`),
    );
    await answers('add', 'async', [1, 2], pair);
    assert.deepEqual(asked, [`${CALLER} count`, 'handler']);
  });

  test('says what the gate says', async () => {
    const pair = rpcPair({}, () => {
      throw new Refused('not-allowed', 'You may not: ask an owner.');
    });
    for (const [name, type, args] of [
      ['add', 'async', [1, 2]],
      ['echo', 'duplex', []],
    ] as const) {
      assert.deepEqual(await answers(name, type, args, pair), ['end: You may not: ask an owner.']);
    }
    assert.deepEqual(pair.refusals, ['not-allowed', 'not-allowed']);
  });

  for (const [name, type] of [
    ['room.metadata', 'async'],
    ['room.attendants', 'source'],
    ['tunnel.nowhere', 'duplex'],
    ['constructor', 'async'],
    ['__proto__', 'async'],
    ['toString', 'async'],
    ['', 'async'],
  ] as const) {
    test(`knows no method "${name}", and says so in the words that stock clients look for`, async () => {
      const words = `end: method:${name.replace('.', ',')} is not in list of allowed methods`;
      assert.deepEqual(await answers(name, type, []), [words]);
    });
  }

  for (const [name, is, type] of [
    ['add', 'async', 'source'],
    ['add', 'async', 'duplex'],
    ['clock.now', 'sync', 'source'],
    ['list.words', 'source', 'async'],
    ['list.words', 'source', 'duplex'],
    ['echo', 'duplex', 'source'],
    ['echo', 'duplex', 'sink'],
    ['echo', 'duplex', 'async'],
  ] as const) {
    test(`refuses ${name} called as ${type}`, async () => {
      const pair = rpcPair();
      const sentence = `end: ${name} is ${is}, but was called as ${type}`;
      assert.deepEqual(await answers(name, type, [], pair), [sentence]);
      assert.deepEqual(pair.refusals, ['bad-argument']);
    });
  }

  for (const [args, sentence] of [
    [[1], 'add: cannot read the arguments at 1: Invalid type: Expected number but received undefined'],
    [['1', 2], 'add: cannot read the arguments at 0: Invalid type: Expected number but received "1"'],
    [[null, 2], 'add: cannot read the arguments at 0: Invalid type: Expected number but received null'],
  ] as const) {
    test(`refuses the arguments ${JSON.stringify(args)}`, async () => {
      const pair = rpcPair();
      assert.deepEqual(await answers('add', 'async', args, pair), [`end: ${sentence}`]);
      assert.deepEqual([pair.refusals, pair.faults], [['bad-argument'], []]);
    });
  }

  const bug = new Error('Cannot read /srv/secret');
  const bugs: [string, Partial<TestHandlers>, string, CallType, unknown[]][] = [
    [
      'throws',
      {
        add: () => {
          throw bug;
        },
      },
      'add',
      'async',
      [1, 2],
    ],
    ['rejects', { add: () => Promise.reject(bug) }, 'add', 'async', [1, 2]],
    [
      'is a source',
      {
        'list.words': () => {
          throw bug;
        },
      },
      'list.words',
      'source',
      [{}],
    ],
    [
      'is a duplex',
      {
        echo: () => {
          throw bug;
        },
      },
      'echo',
      'duplex',
      [],
    ],
  ];
  for (const [how, handlers, name, type, args] of bugs) {
    test(`tells nobody what went wrong in a handler that ${how}, but its owner`, async () => {
      const pair = rpcPair(handlers);
      assert.deepEqual(await answers(name, type, args, pair), [`end: ${FAULT}`]);
      assert.deepEqual([pair.faults, pair.refusals], [[[bug, name]], []]);
    });
  }

  for (const [how, wrap] of [
    ['at once', (value: number) => value],
    ['later', (value: number) => Promise.resolve(value)],
  ] as const) {
    test(`an answer that cannot be written, given ${how}, is a fault and not a crash`, async () => {
      const pair = rpcPair({ add: () => wrap(unwritable) });
      assert.deepEqual(await answers('add', 'async', [1, 2], pair), [`end: ${FAULT}`]);
      assert.equal(pair.faults.length, 1);
    });
  }

  test('an expected refusal of a handler is its sentence', async () => {
    const refuse = () => Promise.reject(new Refused('spent', 'The invite is spent: ask for another.'));
    const pair = rpcPair({ add: refuse });
    assert.deepEqual(await answers('add', 'async', [1, 2], pair), [
      'end: The invite is spent: ask for another.',
    ]);
    assert.deepEqual([pair.refusals, pair.faults], [['spent'], []]);
  });

  test('an answer that comes when the caller has gone is nobody’s', async () => {
    const { promise, resolve } = Promise.withResolvers<number>();
    const pair = rpcPair({ add: () => promise });
    hearing(pair.caller.request('add', 'async', [1, 2]));
    await quiet();
    pair.caller.close();
    await quiet();
    resolve(3);
    await quiet();
    assert.deepEqual([pair.faults, pair.server.openStreams], [[], 0]);
  });
});

describe('types of handlers', () => {
  test('a missing method, a wrong argument or a wrong result does not compile', () => {
    const { add: _add, ...withoutAdd } = testHandlers;
    // @ts-expect-error: add is missing
    const missing: TestHandlers = withoutAdd;
    // @ts-expect-error: the arguments are numbers
    const argument: TestHandlers['add'] = (_caller, left: string) => left.length;
    // @ts-expect-error: the result is a number
    const result: TestHandlers['add'] = () => 'three';
    // @ts-expect-error: a promise of the wrong thing is wrong, too
    const promise: TestHandlers['add'] = () => Promise.resolve('three');
    // @ts-expect-error: the values are texts
    const source: TestHandlers['list.words'] = (_caller, outlet) => outlet.push(1);
    assert.equal([missing, argument, result, promise, source].length, 5);
  });
});
