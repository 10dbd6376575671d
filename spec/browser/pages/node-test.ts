/** What stands in for `node:test` where a suite runs in a browser. */

interface Planned {
  readonly name: string;
  readonly run: () => Promise<void> | void;
}

/** How one test ended. */
export interface Ended {
  readonly name: string;
  /** What went wrong; null for nothing. */
  readonly fault: string | null;
}

const planned: Planned[] = [];
const within: string[] = [];

export function describe(name: string, define: () => void): void {
  within.push(name);
  define();
  within.pop();
}

export function test(name: string, run: Planned['run']): void {
  planned.push({ name: [...within, name].join(' › '), run });
}

/** Runs the tests that were planned so far, one after the other. */
export async function runPlanned(): Promise<Ended[]> {
  const ended: Ended[] = [];
  for (const { name, run } of planned.splice(0)) {
    try {
      await run();
      ended.push({ name, fault: null });
    } catch (error) {
      ended.push({ name, fault: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  }
  return ended;
}
