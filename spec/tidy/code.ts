import { importsOf } from './imports.ts';
import { isTestCode, type Source } from './source.ts';

/** A longer file has more than one reason to change. */
const MAX_FILE_LINES = 300;

/** Names that say nothing and collect everything. */
const EMPTY_NAME = /(^|[-.])(utils?|helpers?|managers?|common)([-.]|$)/;

/** Waits for a time instead of for what should happen. A method called so (`bucket.delay(now)`) is another thing. */
const SLEEP = /(?<![.#\w])(setTimeout|setInterval|sleep|delay)\(/;

/** Time and chance are arguments there, so that tests can say them. */
const IMPURE =
  /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bperformance\.|\brandomUUID\b|(?<![.#\w])set(Timeout|Interval)\(/;
const PURE_FOLDERS =
  /^(protocol\/(?!node\/|web\/)|room-server\/(rooms|members|presence|tunnels|aliases|invites|paths|signin|stage|audit)\/|client\/contacts\/)/;

/** Comments, strings, and regular expressions where only an expression can stand. */
const NOT_CODE =
  /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`|(?<=[=(,:?!&|[]\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/g;

/** Files of more than 300 lines. */
export function tooLong({ path, text }: Source): string[] {
  const lines = text.split('\n').length - 1;
  return lines > MAX_FILE_LINES
    ? [`${path} has ${lines} lines, ${MAX_FILE_LINES} are allowed: divide it.`]
    : [];
}

/** Files and folders called utils, helpers, manager or common. */
export function emptyNames({ path }: Source): string[] {
  const part = path.split('/').find((name) => EMPTY_NAME.test(name));
  return part === undefined ? [] : [`${path}: "${part}" says nothing; name it after what it does.`];
}

/** Sleeps in what tests run. Files tagged `realtime` hold real outages; `deadline.ts` gives up, and waits for nothing. */
export function sleeps(source: Source): string[] {
  const { path, text } = source;
  const inTests = isTestCode(path) || /^spec\/(conformance|hostile|stock)\//.test(path);
  if (!inTests || /\brealtime\b|(^|\/)deadline\.ts$/.test(path)) return [];
  const imported = importsOf(source)
    .filter(({ target }) => target === 'node:timers/promises')
    .map(({ target }) => `${path} imports ${target}`);
  const called = linesWith(codeOf(text), SLEEP).map((line) => `${path}:${line} waits for a time`);
  return [...imported, ...called].map((found) => `${found}: wait for the event or the condition itself.`);
}

/** Clocks, timers and random sources in the protocol's core and in services. */
export function impurities({ path, text }: Source): string[] {
  if (!PURE_FOLDERS.test(path) || isTestCode(path)) return [];
  return linesWith(codeOf(text), IMPURE).map(
    (line) => `${path}:${line} asks for the time or for chance: take it as an argument.`,
  );
}

/** Default exports (configuration of tools aside, which read them so) and `export *`. */
export function looseExports({ path, text }: Source): string[] {
  if (/\.(config|d)\.ts$/.test(path)) return [];
  return linesWith(codeOf(text), /^export (default\b|\*)/).map(
    (line) => `${path}:${line} exports by default or everything: export by name.`,
  );
}

/** The text with what is not code made blank, line by line in the same place. */
function codeOf(text: string): string {
  return text.replaceAll(NOT_CODE, (found) => found.replaceAll(/[^\n]/g, ' '));
}

function linesWith(text: string, pattern: RegExp): number[] {
  return text.split('\n').flatMap((line, index) => (pattern.test(line) ? [index + 1] : []));
}
