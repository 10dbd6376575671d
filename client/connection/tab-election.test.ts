import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { ANSWER_WITHIN_MS, ASK_TABS_MS, TabElection, type TabMessage } from './tab-election.ts';

/** Tabs that hear each other, and one clock. */
class Tabs {
  readonly open = new Map<string, TabElection>();
  now = 1_000;
  readonly #posted: { readonly from: string; readonly message: TabMessage }[] = [];

  add(name: string): TabElection {
    const tab = new TabElection(name);
    this.open.set(name, tab);
    this.post(name, tab.start(this.now));
    return tab;
  }

  post(from: string, messages: readonly TabMessage[]): void {
    this.#posted.push(...messages.map((message) => ({ from, message })));
  }

  /** Hands the oldest message to everybody else; whether there was one. */
  deliverOne(): boolean {
    const next = this.#posted.shift();
    if (next === undefined) return false;
    for (const [name, tab] of this.open)
      if (name !== next.from) this.post(name, tab.onMessage(next.message, this.now));
    return true;
  }

  settle(): void {
    while (this.deliverOne());
  }

  pass(ms: number): void {
    this.settle();
    this.now += ms;
    for (const [name, tab] of this.open) this.post(name, tab.onDeadline(this.now));
    this.settle();
  }

  close(name: string): void {
    const tab = this.open.get(name);
    this.open.delete(name);
    if (tab) this.post(name, tab.stop());
  }

  roles(): Record<string, string> {
    return Object.fromEntries([...this.open].map(([name, tab]) => [name, tab.role]));
  }
}

describe('of several tabs', () => {
  test('one alone is in the rooms, once nobody has answered', () => {
    const tabs = new Tabs();
    tabs.add('a');
    assert.deepEqual(tabs.roles(), { a: 'asking' });
    tabs.pass(ANSWER_WITHIN_MS - 1);
    assert.deepEqual(tabs.roles(), { a: 'asking' });
    tabs.pass(1);
    assert.deepEqual(tabs.roles(), { a: 'active' });
    assert.equal(tabs.open.get('a')?.deadline, Number.POSITIVE_INFINITY);
  });

  test('the second knows at once that it is the other, and stays it', () => {
    const tabs = new Tabs();
    tabs.add('b');
    tabs.pass(ANSWER_WITHIN_MS);
    tabs.add('a');
    tabs.settle();
    assert.deepEqual(tabs.roles(), { b: 'active', a: 'other' });
    for (let round = 0; round < 3; round++) {
      tabs.pass(ASK_TABS_MS);
      tabs.pass(ANSWER_WITHIN_MS);
    }
    assert.deepEqual(tabs.roles(), { b: 'active', a: 'other' });
  });

  test('the person says which, again and again', () => {
    const tabs = new Tabs();
    for (const name of ['a', 'b', 'c']) {
      tabs.add(name);
      tabs.pass(ANSWER_WITHIN_MS);
    }
    for (const name of ['c', 'b', 'c', 'a']) {
      tabs.post(name, tabs.open.get(name)?.takeOver(tabs.now) ?? []);
      assert.equal(tabs.open.get(name)?.role, 'active');
      tabs.settle();
      assert.deepEqual(
        Object.entries(tabs.roles()).filter(([, role]) => role === 'active'),
        [[name, 'active']],
      );
    }
    assert.deepEqual(tabs.open.get('a')?.takeOver(tabs.now), []);
  });

  test('another follows one that goes: at once where it says so, soon where it was killed', () => {
    const tabs = new Tabs();
    for (const name of ['a', 'b', 'c']) {
      tabs.add(name);
      tabs.pass(ANSWER_WITHIN_MS);
    }
    tabs.close('a');
    tabs.settle();
    tabs.pass(ANSWER_WITHIN_MS);
    assert.deepEqual(tabs.roles(), { b: 'active', c: 'other' });
    for (const [name, tab] of tabs.open) if (tab.role === 'active') tabs.open.delete(name);
    tabs.pass(ASK_TABS_MS);
    tabs.pass(ANSWER_WITHIN_MS);
    assert.deepEqual(Object.values(tabs.roles()), ['active']);
  });

  test('one that was put away by the browser hears who has taken its place', () => {
    const tabs = new Tabs();
    const away = tabs.add('a');
    tabs.pass(ANSWER_WITHIN_MS);
    tabs.open.delete('a');
    tabs.add('b');
    tabs.pass(ANSWER_WITHIN_MS);
    tabs.open.set('a', away);
    tabs.post('a', away.start(tabs.now));
    tabs.settle();
    assert.deepEqual(tabs.roles(), { b: 'active', a: 'other' });
  });

  test('of two that could not hear each other one yields as soon as they do', () => {
    for (const order of ['ab', 'ba']) {
      const tabs = new Tabs();
      const late = new TabElection('c');
      late.start(tabs.now - 500);
      late.onDeadline(tabs.now);
      for (const name of order) tabs.add(name);
      tabs.now += ANSWER_WITHIN_MS;
      for (const [name, tab] of tabs.open) tabs.post(name, tab.onDeadline(tabs.now));
      tabs.settle();
      assert.equal(Object.values(tabs.roles()).filter((role) => role === 'active').length, 1, order);
      tabs.open.set('c', late);
      tabs.post('c', late.onMessage({ type: 'ask', tab: 'a' }, tabs.now));
      tabs.settle();
      assert.deepEqual(tabs.roles(), { a: 'other', b: 'other', c: 'active' }, 'who was first');
    }
  });

  test('whatever they do, when it is quiet there is exactly one', () => {
    const act = fc.record({
      name: fc.constantFrom('a', 'b', 'c', 'd'),
      does: fc.constantFrom('open', 'close', 'kill', 'take', 'wait', 'hear'),
    });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
        const tabs = new Tabs();
        for (const { name, does } of acts) {
          const tab = tabs.open.get(name);
          if (does === 'open' && tab === undefined) tabs.add(name);
          else if (does === 'close') tabs.close(name);
          else if (does === 'kill') tabs.open.delete(name);
          else if (does === 'take' && tab) tabs.post(name, tab.takeOver(tabs.now));
          else if (does === 'wait') tabs.pass(ANSWER_WITHIN_MS);
          else if (does === 'hear') tabs.deliverOne();
        }
        for (let round = 0; round < 4; round++) {
          tabs.pass(ASK_TABS_MS);
          tabs.pass(ANSWER_WITHIN_MS);
        }
        const active = Object.values(tabs.roles()).filter((role) => role === 'active').length;
        assert.equal(active, tabs.open.size === 0 ? 0 : 1, JSON.stringify(tabs.roles()));
      }),
    );
  });
});
