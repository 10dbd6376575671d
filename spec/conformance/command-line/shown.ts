import { stripVTControlCharacters } from 'node:util';
import type { TestTerminal } from '../../../room-server/cli/test-terminal.ts';
import { within } from '../../stock/deadline.ts';

/** Resolves once the terminal has shown a text that matches; rejects with what it shows where that does not come. */
export async function shown(terminal: TestTerminal, pattern: RegExp): Promise<RegExpExecArray> {
  const found = Promise.withResolvers<RegExpExecArray>();
  const text = () => stripVTControlCharacters(terminal.printed);
  const look = () => {
    const match = pattern.exec(text());
    if (match !== null) found.resolve(match);
  };
  using _reading = terminal.onPrinted(look);
  look();
  try {
    return await within(`${pattern} on the terminal`, found.promise);
  } catch (cause) {
    throw new Error(`${cause instanceof Error ? cause.message : cause}, which shows:\n${text()}`, { cause });
  }
}
