import { VERSION } from '../config/version.ts';
import { EXIT } from './failure.ts';
import type { Terminal } from './terminal.ts';

/**
 * Prints the version of the program, and what it runs on.
 *
 * @returns the exit code.
 */
export function version(json: boolean, terminal: Terminal): number {
  const facts = {
    version: VERSION,
    node: process.versions.node,
    platform: process.platform,
    arch: process.arch,
  };
  const line = json
    ? JSON.stringify(facts)
    : `open-rooms ${facts.version} (Node ${facts.node}, ${facts.platform} ${facts.arch})`;
  terminal.stdout.write(`${line}\n`);
  return EXIT.done;
}
