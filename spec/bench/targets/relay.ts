import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { RelayReady } from './relay-program.ts';

/** The box relay in a process of its own: connections that follow each other are joined in pairs. */
export interface RelayTarget {
  readonly port: number;
  readonly pid: number;
}

/** Starts the box relay on loopback. */
export async function startRelay(): Promise<AsyncDisposable & { readonly target: RelayTarget }> {
  const child = fork(fileURLToPath(new URL('./relay-program.ts', import.meta.url)));
  const [{ port, pid }]: [RelayReady] = await Promise.race([
    once(child, 'message') as Promise<[RelayReady]>,
    once(child, 'exit').then(() => {
      throw new Error('Cannot bench the box relay: it ended before it was ready.');
    }),
  ]);
  return {
    target: { port, pid },
    async [Symbol.asyncDispose]() {
      const exit = once(child, 'exit');
      child.disconnect();
      await exit;
    },
  };
}
