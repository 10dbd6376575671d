import { printable } from './printable.ts';

/** `HH:MM:SS` within an ISO timestamp. */
const CLOCK = { from: 11, to: 19 };

/**
 * A JSON line of the log as a person reads it on a terminal: time, level unless it is `info`, the sentence, then
 * the fields. The stack of an error follows on lines of its own.
 *
 * @param line one JSON object, as the log writes it.
 * @returns one line, its newline included.
 */
export function humanLine(line: string): string {
  const { level, time, message, error, ...fields } = JSON.parse(line) as Record<string, unknown>;
  const clock = String(time).slice(CLOCK.from, CLOCK.to);
  const parts = [clock, ...(level === 'info' ? [] : [`${String(level)}:`]), printable(String(message))];
  for (const [name, value] of Object.entries(fields)) parts.push(`${printable(name)}=${shown(value)}`);
  return `${parts.join(' ')}\n${stackOf(error)}`;
}

function shown(value: unknown): string {
  const quoted = JSON.stringify(value);
  const plain = typeof value === 'string' && quoted === `"${value}"` && !/[\s=]/.test(value);
  return printable(plain ? value : quoted);
}

function stackOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('stack' in error)) return '';
  return String(error.stack)
    .split('\n')
    .map((line) => `    ${printable(line)}\n`)
    .join('');
}
