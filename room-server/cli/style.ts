import { styleText } from 'node:util';
import { encode, renderUnicodeCompact } from 'uqr';
import type { Environment } from '../config/read-config.ts';
import type { Output } from './terminal.ts';

/** The least that a terminal has which shows colours at all. */
const COLOURS_MIN = 16;

/** Light modules around a QR code: fewer than the four of the standard, which phones do not miss, to save lines. */
const QR_BORDER = 2;

/** How lines are dressed for where they go. */
export interface Style {
  strong(text: string): string;
  /** What can be followed or copied. */
  link(text: string): string;
  quiet(text: string): string;
  /** The lines of a QR code of `text`; none where they would not help. */
  qr(text: string): readonly string[];
}

/** No colour and no QR code: what a file or another program gets. */
export const PLAIN: Style = { strong: same, link: same, quiet: same, qr: () => [] };

/** The style of an output: plain unless it is a terminal, and without colour where `NO_COLOR` is set. */
export function styleOf(output: Output, env: Environment): Style {
  if (output.isTTY !== true) return PLAIN;
  const columns = output.columns ?? Number.POSITIVE_INFINITY;
  const colour = output.hasColors?.(COLOURS_MIN, env) === true;
  const paint = (format: Parameters<typeof styleText>[0]) => (text: string) =>
    colour ? styleText(format, text, { validateStream: false }) : text;
  return {
    strong: paint('bold'),
    link: paint('cyan'),
    quiet: paint('dim'),
    qr: (text) => qrLines(text, columns, paint(['bgBlack', 'whiteBright'])),
  };
}

/** Light modules are drawn as blocks, white on black, so that the code can be read on a light terminal too. */
function qrLines(text: string, columns: number, paint: (line: string) => string): readonly string[] {
  const options = { border: QR_BORDER } as const;
  if (encode(text, options).size > columns) return [];
  return renderUnicodeCompact(text, options).split('\n').map(paint);
}

function same(text: string): string {
  return text;
}
