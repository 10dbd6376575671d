import { Refused } from '@open-rooms/protocol';
import { printable } from '../observe/printable.ts';
import { StartError } from '../running-server.ts';
import type { Terminal } from './terminal.ts';

/** Exit codes: scripts may rely on them. */
export const EXIT = { done: 0, fault: 1, refused: 2 } as const;

/**
 * Tells why a command did not work: one sentence on stderr where the caller can mend it, a stack where it is our
 * fault. With `json`, one line on stdout as well.
 *
 * @returns the exit code.
 */
export function tellFailure(error: unknown, json: boolean, terminal: Terminal): number {
  const expected = error instanceof StartError || error instanceof Refused;
  const sentence = error instanceof Error ? error.message : String(error);
  const code = expected ? error.code : 'internal';
  if (json) terminal.stdout.write(`${JSON.stringify({ ready: false, error: { code, sentence } })}\n`);
  if (expected) {
    terminal.stderr.write(`${printable(sentence)}\n`);
    return EXIT.refused;
  }
  const stack = error instanceof Error ? error.stack : undefined;
  terminal.stderr.write(`Open Rooms met a fault of its own:\n${stack ?? sentence}\n`);
  return EXIT.fault;
}
