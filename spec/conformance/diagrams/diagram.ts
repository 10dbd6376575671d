import type { TestContext } from 'node:test';

/**
 * Runs one arrow of a diagram as a test of its own and answers what it answered. Throws where it failed: what
 * follows would have nothing to start from.
 */
export async function arrow<T>(diagram: TestContext, name: string, follow: () => Promise<T>): Promise<T> {
  let followed: Promise<T> | undefined;
  await diagram.test(name, async () => {
    followed = follow();
    await followed;
  });
  if (followed === undefined) throw new Error(`"${name}" did not run`);
  return followed;
}
