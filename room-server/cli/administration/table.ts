import { printable } from '../../observe/printable.ts';
import type { Style } from '../style.ts';

/** One thing in a list: what stands in columns, and what does not fit there, below it. */
export interface Row {
  readonly cells: readonly string[];
  readonly more?: readonly string[];
}

/** Where lines end that are no longer in columns: what every terminal has. */
const COLUMNS = 80;

const INDENT = '    ';

/**
 * A list as a person reads it, of texts that strangers may have written.
 * @param titles of the columns
 * @param none what is said where there are no rows
 */
export function tableLines(
  titles: readonly string[],
  rows: readonly Row[],
  none: string,
  style: Style,
): readonly string[] {
  if (rows.length === 0) return [none];
  const safe = rows.map(({ cells, more = [] }) => ({
    cells: cells.map(printable),
    more: more.map(printable),
  }));
  const widths = titles.map((title, column) =>
    Math.max(title.length, ...safe.map(({ cells }) => cells[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [
    style.strong(line(titles)),
    ...safe.flatMap(({ cells, more }) => [line(cells), ...more.flatMap((text) => below(text, style))]),
  ];
}

/** Breaks a text between words; what has none is left whole, so that it can be copied. */
function below(text: string, style: Style): readonly string[] {
  if (text === '') return [];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && INDENT.length + longer.length > COLUMNS) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line].map((part) => style.quiet(`${INDENT}${part}`));
}
