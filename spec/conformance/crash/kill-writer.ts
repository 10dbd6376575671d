import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Fact } from './facts.ts';

/** When to kill: `micros` after the fact of number `facts` is read. */
export interface Instant {
  readonly facts: number;
  readonly micros: number;
}

/**
 * Runs a writer on `directory`, kills it with signal 9 at `instant`, and answers with everything it said until
 * then, once its process is gone.
 */
export async function killWriter(directory: string, instant: Instant): Promise<Fact[]> {
  const program = fileURLToPath(new URL('writer.ts', import.meta.url));
  const writer = spawn(process.execPath, [program, directory], { stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = once(writer, 'close');
  const facts: Fact[] = [];
  for await (const line of createInterface({ input: writer.stdout })) {
    if (!line.endsWith('}')) continue;
    const fact: Fact = JSON.parse(line);
    facts.push(fact);
    if (facts.length !== instant.facts) continue;
    spin(instant.micros);
    writer.kill('SIGKILL');
  }
  const [code, signal] = await closed;
  if (signal !== 'SIGKILL')
    throw new Error(`The writer ended by itself, with code ${code} and signal ${signal}.`);
  return facts;
}

/** Finer than a timer: a write takes less than a millisecond. */
function spin(micros: number): void {
  const until = performance.now() + micros / 1000;
  while (performance.now() < until);
}
