/** What stands in for `node:assert/strict` where a suite runs in a browser: as much of it as our suites use. */

class AssertionError extends Error {}

function fail(message: unknown, otherwise: string): never {
  throw message instanceof Error ? message : new AssertionError(String(message ?? otherwise));
}

export const assert = {
  ok(value: unknown, message?: unknown): void {
    if (!value) fail(message, 'It is not so.');
  },
  equal(actual: unknown, expected: unknown, message?: unknown): void {
    if (!Object.is(actual, expected)) fail(message, `${shown(actual)} is not ${shown(expected)}`);
  },
  deepEqual(actual: unknown, expected: unknown, message?: unknown): void {
    if (shown(actual) !== shown(expected)) fail(message, `${shown(actual)} is not ${shown(expected)}`);
  },
  match(actual: string, pattern: RegExp, message?: unknown): void {
    if (!pattern.test(actual)) fail(message, `${shown(actual)} does not match ${pattern}`);
  },
  /** @param expected the very error, or some of its fields, of which texts may be patterns. */
  async rejects(promise: Promise<unknown>, expected: object): Promise<void> {
    const error = await promise.then(
      () => fail(undefined, 'Nothing was thrown.'),
      (reason: unknown) => reason,
    );
    if (expected instanceof Error) return assert.equal(error, expected);
    for (const [name, value] of Object.entries(expected)) {
      const actual = (error as Record<string, unknown>)[name];
      if (value instanceof RegExp) assert.match(String(actual), value);
      else assert.deepEqual(actual, value);
    }
  },
};

/** A value as text: the same for what is deeply the same, whatever the order of its fields. */
function shown(value: unknown): string {
  const text = JSON.stringify(value, (_name, part: unknown) => {
    if (part === undefined) return '(undefined)';
    if (ArrayBuffer.isView(part)) return { bytes: [...(part as Uint8Array)] };
    if (part === null || typeof part !== 'object' || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
  return text ?? String(value);
}
