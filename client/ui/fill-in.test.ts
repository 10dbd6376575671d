import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fillIn } from './fill-in.ts';

interface FilledStack extends Disposable {
  use<T extends Disposable>(value: T): T;
  adopt<T>(value: T, end: (value: T) => void): T;
  defer(end: () => void): void;
  move(): FilledStack;
  dispose(): void;
}

/** A browser that has none of it: its symbols and promises are its own. */
function oldScope() {
  const symbols = Object.assign(
    (name: string) => Symbol.for(`old ${name}`),
    {},
  ) as unknown as SymbolConstructor;
  return { Promise: {} as PromiseConstructor, Symbol: symbols };
}

describe('what older browsers lack', () => {
  test('is left alone where it is there', () => {
    const before = [Promise.withResolvers, Symbol.dispose, DisposableStack];
    fillIn(globalThis);
    assert.deepEqual([Promise.withResolvers, Symbol.dispose, DisposableStack], before);
  });

  test('a stack ends the last first, whatever one of them throws, and once', () => {
    const scope: ReturnType<typeof oldScope> & { DisposableStack?: new () => FilledStack } = oldScope();
    fillIn(scope);
    assert.equal(typeof scope.Symbol.dispose, 'symbol');
    assert.ok(scope.DisposableStack);
    const stack = new scope.DisposableStack();
    const ended: string[] = [];
    stack.defer(() => ended.push('first'));
    stack.use({ [Symbol.dispose]: () => void ended.push('second') });
    stack.adopt('third', (name) => {
      ended.push(name);
      throw new Error('third fails');
    });
    const moved = stack.move();
    stack.dispose();
    assert.deepEqual(ended, []);
    assert.throws(() => moved.dispose(), { message: 'third fails' });
    moved.dispose();
    assert.deepEqual(ended, ['third', 'second', 'first']);
  });

  test('a promise with its resolvers', async () => {
    const scope = oldScope();
    fillIn(scope);
    const filled = scope.Promise.withResolvers<string>;
    const kept = filled.call(Promise) as PromiseWithResolvers<string>;
    kept.resolve('kept');
    assert.equal(await kept.promise, 'kept');
    const lost = filled.call(Promise) as PromiseWithResolvers<string>;
    lost.reject(new Error('lost'));
    await assert.rejects(lost.promise, { message: 'lost' });
  });
});
