import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LinkError } from '../links/link.ts';
import { quiet, two } from '../testing/linked-people.ts';

describe('a direct line', () => {
  test('is opened once the link is direct, by the side whose id comes first', async () => {
    const { first, second, here, there, enter, isWell } = two();
    enter();
    first.say('before');
    for (const link of [here, there]) link.goes('room');
    await quiet();
    assert.deepEqual([here.opened, there.opened, isWell()], [0, 0, [false, false]]);
    for (const link of [here, there]) link.goes('direct');
    await quiet();
    assert.deepEqual([here.opened, there.opened, isWell()], [1, 0, [true, true]]);
    second.say('behind');
    await quiet();
    assert.deepEqual(
      [first.heard, second.heard],
      [
        ['before', 'behind'],
        ['before', 'behind'],
      ],
    );
    assert.deepEqual([first.changes > 0, second.changes > 0], [true, true]);
    for (const link of [here, there]) link.goes('relayed');
    await quiet();
    assert.deepEqual([here.opened, isWell()], [1, [true, true]]);
  });

  test('is not relied on while its connection is not, and is used again when it is', async () => {
    const { first, here, there, enter, isWell } = two();
    enter();
    for (const link of [here, there]) link.goes('direct');
    await quiet();
    here.goes('room');
    await quiet();
    assert.deepEqual([isWell(), first.direct.has(here.id)], [[false, true], true]);
    here.goes('direct');
    await quiet();
    assert.deepEqual([isWell(), here.opened], [[true, true], 1]);
  });

  test('that is lost is opened again, later each time, and at once when the link is another', async () => {
    const { clock, here, there, enter, isWell } = two();
    enter();
    for (const link of [here, there]) link.goes('direct');
    await quiet();
    here.close();
    await quiet();
    assert.deepEqual(isWell(), [false, false]);
    clock.advance(9_999);
    await quiet();
    assert.equal(here.opened, 1);
    clock.advance(1);
    await quiet();
    assert.deepEqual([here.opened, isWell()], [2, [true, true]]);
    here.close();
    for (const kind of ['room', 'direct'] as const) {
      here.goes(kind);
      await quiet();
    }
    assert.deepEqual([here.opened, isWell()], [3, [true, true]]);
  });

  test('is asked for once of those who do not know it, and of nobody who is not welcome', async () => {
    const { clock, second, here, there, enter } = two();
    second.taken = undefined;
    enter();
    for (const link of [here, there]) link.goes('direct');
    await quiet();
    clock.advance(60_000);
    await quiet();
    assert.equal(here.opened, 1);

    const other = two();
    other.first.isWelcome = false;
    other.enter();
    other.here.goes('direct');
    await quiet();
    assert.equal(other.here.opened, 0);
    other.first.isWelcome = true;
    other.second.isWelcome = false;
    other.first.direct.tend(() => true);
    await quiet();
    assert.deepEqual([other.here.opened, other.isWell()], [1, [false, false]]);
  });

  test('that cannot be opened is tried again, later each time', async () => {
    const { clock, here, there, enter, isWell } = two();
    enter();
    const open = here.open;
    here.open = async () => {
      here.opened++;
      throw new LinkError('no-path', 'There is none now.');
    };
    for (const link of [here, there]) link.goes('direct');
    for (const [pause, opened] of [
      [10_000, 1],
      [20_000, 2],
    ] as const) {
      await quiet();
      assert.equal(here.opened, opened);
      clock.advance(pause - 1);
      await quiet();
      assert.equal(here.opened, opened);
      clock.advance(1);
    }
    await quiet();
    assert.equal(here.opened, 3);
    here.open = open;
    clock.advance(40_000);
    await quiet();
    assert.deepEqual([here.opened, isWell()], [4, [true, true]]);
  });

  test('that nobody needs ends after a minute, and is opened when somebody does', async () => {
    const { clock, first, second, here, there, enter, isWell } = two();
    enter();
    for (const link of [here, there]) link.goes('direct');
    await quiet();
    first.direct.tend(() => false);
    clock.advance(59_000);
    first.direct.tend(() => true);
    for (const person of [first, second]) {
      person.isNeeded = false;
      person.direct.tend(() => false);
    }
    clock.advance(59_000);
    await quiet();
    assert.deepEqual(isWell(), [true, true]);
    clock.advance(1_000);
    await quiet();
    assert.deepEqual(isWell(), [false, false]);
    clock.advance(3_600_000);
    for (const kind of ['room', 'direct'] as const) {
      for (const link of [here, there]) link.goes(kind);
      await quiet();
    }
    assert.deepEqual([here.opened, isWell()], [1, [false, false]]);
    first.direct.tend(() => true);
    await quiet();
    assert.deepEqual([here.opened, isWell()], [2, [true, true]]);
  });

  test('takes the place of the one before, and is as new', async () => {
    const { clock, first, second, here, there, enter, isWell } = two();
    enter();
    for (const link of [here, there]) link.goes('direct');
    await quiet();
    second.direct.tend(() => false);
    clock.advance(59_000);
    first.isNeeded = second.isNeeded = false;
    const ends: unknown[] = [];
    void first.talk.speak(second.id, await here.open(''), () => undefined).then((end) => ends.push(end));
    await quiet();
    clock.advance(59_999);
    await quiet();
    assert.deepEqual([isWell(), ends], [[false, true], []]);
    clock.advance(1);
    await quiet();
    assert.deepEqual([isWell(), ends], [[false, false], ['gone: another line is used']]);
  });

  test('whose place another device took does not take it back at once', async () => {
    const { clock, first, second, here, there, enter, isWell } = two();
    enter();
    for (const link of [here, there]) link.goes('direct');
    await quiet();
    void first.talk.speak(second.id, await here.open(''), () => undefined);
    await quiet();
    clock.advance(9_999);
    await quiet();
    assert.deepEqual([here.opened, isWell()], [2, [false, true]]);
    clock.advance(1);
    await quiet();
    assert.deepEqual([here.opened, isWell()], [3, [true, true]]);
  });

  test('that is there at last takes the place of one that came meanwhile', async () => {
    const { first, second, here, there, enter, isWell } = two();
    const far = Promise.withResolvers<void>();
    here.gate = far.promise;
    enter();
    for (const link of [here, there]) link.goes('direct');
    await quiet();
    const ends: unknown[] = [];
    void second.talk.speak(first.id, await there.open(''), () => undefined).then((end) => ends.push(end));
    await quiet();
    assert.deepEqual([here.opened, first.direct.has(second.id)], [1, true]);
    far.resolve();
    await quiet();
    assert.deepEqual([here.opened, ends, isWell()], [1, ['gone: another line is used'], [true, true]]);
  });

  test('that is there too late is not spoken on', async () => {
    const { first, here, there, enter, isWell } = two();
    const far = Promise.withResolvers<void>();
    here.gate = far.promise;
    enter();
    for (const link of [here, there]) link.goes('direct');
    await quiet();
    first.direct[Symbol.dispose]();
    far.resolve();
    await quiet();
    assert.deepEqual([here.opened, here.wires.length, isWell()], [1, 1, [false, false]]);
  });
});
