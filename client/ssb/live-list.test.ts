import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LiveList } from './live-list.ts';
import type { Source } from './stock-packages.ts';

/** Reads once; `answers` grows by what comes, now or later. */
function read(source: Source<readonly string[]>, answers: unknown[]): void {
  source(null, (end, list) => answers.push(end ? 'end' : list));
}

describe('a live list', () => {
  test('is read at once, and again after a change', () => {
    const items = ['alice'];
    const list = new LiveList(() => [...items]);
    const source = list.source();
    const answers: unknown[] = [];
    read(source, answers);
    read(source, answers);
    assert.deepEqual(answers, [['alice']]);
    items.push('bob');
    list.changed();
    assert.deepEqual(answers, [['alice'], ['alice', 'bob']]);
  });

  test('gives a slow reader the newest and not what was between', () => {
    const items: string[] = [];
    const list = new LiveList(() => [...items]);
    const source = list.source();
    for (const name of ['alice', 'bob']) {
      items.push(name);
      list.changed();
    }
    const answers: unknown[] = [];
    read(source, answers);
    read(source, answers);
    assert.deepEqual(answers, [['alice', 'bob']]);
  });

  test('ends its readers when it is closed, and one that aborts', () => {
    const list = new LiveList<string>(() => []);
    const answers: unknown[] = [];
    const waiting = list.source();
    read(waiting, answers);
    read(waiting, answers);
    const aborted = list.source();
    aborted(true, (end) => answers.push(end));
    read(aborted, answers);
    list.close();
    assert.deepEqual(answers, [[], true, 'end', 'end']);
  });
});
