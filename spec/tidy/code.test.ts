import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { emptyNames, impurities, looseExports, sleeps, tooLong } from './code.ts';
import { isTestCode } from './source.ts';

const inTest = (text: string) => ({ path: 'protocol/shs/shs.test.ts', text });
const inCore = (text: string) => ({ path: 'protocol/shs/shs.ts', text });

describe('rules over code', () => {
  test('300 lines are allowed, 301 are not', () => {
    assert.deepEqual(tooLong(inCore('x;\n'.repeat(300))), []);
    assert.equal(tooLong(inCore('x;\n'.repeat(301))).length, 1);
  });

  test('names that say nothing', () => {
    for (const path of [
      'a/utils.ts',
      'a/util/x.ts',
      'a/key-helpers.ts',
      'a/manager.test.ts',
      'a/common.ts',
    ]) {
      assert.equal(emptyNames({ path, text: '' }).length, 1, path);
    }
    assert.deepEqual(emptyNames({ path: 'a/utility-bill.ts', text: '' }), []);
  });

  test('sleeps', () => {
    for (const text of [
      'setTimeout(done, 10);',
      'const t = setInterval(tick, 5);',
      'await sleep(100);',
      'await delay(100);',
      "import { setTimeout as wait } from 'node:timers/promises';",
    ]) {
      assert.equal(sleeps(inTest(text)).length, 1, text);
      assert.equal(sleeps({ path: 'protocol/testing/pair.ts', text }).length, 1, text);
      assert.equal(sleeps({ path: 'spec/conformance/server.ts', text }).length, 1, text);
      assert.deepEqual(sleeps(inCore(text)), [], text);
      assert.deepEqual(sleeps({ path: 'spec/conformance/outage.realtime.test.ts', text }), [], text);
    }
    for (const text of [
      "test('sleep(1) is a word');",
      '// setTimeout(x)',
      'bucket.delay(now);',
      'const q = /sleep(/;',
    ]) {
      assert.deepEqual(sleeps(inTest(text)), [], text);
    }
  });

  test('clocks and chance in the core', () => {
    for (const text of [
      'Date.now();',
      'new Date();',
      'Math.random();',
      'performance.now();',
      'setTimeout(f, 1);',
    ]) {
      assert.equal(impurities(inCore(text)).length, 1, text);
      assert.equal(impurities({ path: 'room-server/rooms/room.ts', text }).length, 1, text);
      assert.deepEqual(impurities({ path: 'protocol/node/clock.ts', text }), [], text);
    }
    assert.deepEqual(impurities(inCore('const at = new Date(now); // not Date.now()')), []);
  });

  test('exports without a name', () => {
    assert.equal(looseExports(inCore('export default class {}')).length, 1);
    assert.equal(looseExports(inCore("export * from './a.ts';")).length, 1);
    assert.equal(looseExports(inCore("export * as a from './a.ts';")).length, 1);
    assert.deepEqual(looseExports(inCore('export const a = 1;')), []);
    assert.deepEqual(looseExports({ path: 'client/vite.config.ts', text: 'export default {};' }), []);
  });

  test('the line is the one in the file', () => {
    const text = '/* two\nlines */\nconst a = `x\ny`;\nexport default a;\n';
    assert.match(looseExports(inCore(text))[0] ?? '', /shs\.ts:5 /);
  });

  test('test code is known by its name', () => {
    for (const path of [
      'a/b.test.ts',
      'a/store.suite.ts',
      'protocol/testing/pair.ts',
      'a/testing.ts',
      'a/test-server.ts',
    ]) {
      assert.ok(isTestCode(path), path);
    }
    for (const path of ['a/latest.ts', 'a/contest-rules.ts', 'a/attesting.ts'])
      assert.ok(!isTestCode(path), path);
  });
});
