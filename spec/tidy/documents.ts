import { posix } from 'node:path';
import type { Source } from './source.ts';

/** Whether a path from the root leads to a file or a folder. */
export type Exists = (path: string) => boolean;

/** The page that holds the table page ↔ code ↔ test. */
const SPEC_TABLE = 'spec/README.md';

const FENCED_OR_INLINE_CODE = /^(```|~~~)[\s\S]*?^\1|`[^`\n]*`/gm;
const LINK = /\]\(\s*<?([^)\s>]+)>?[^)]*\)|^\[[^\]]+\]:\s*(\S+)/gm;
const ELSEWHERE = /^([a-z][a-z0-9+.-]*:|#|\/\/)/i;

/** Backquoted paths from the root, and links; `*` stands for any name. */
const TABLE_PATH = /`((?:protocol|room-server|client|spec|\.ci)\/[^`\s]*)`/g;

/** Relative links of a page that lead nowhere. */
export function deadLinks(page: Source, exists: Exists): string[] {
  return linksOf(page)
    .filter((target) => !exists(target))
    .map((target) => `${page.path} links to ${target}, which does not exist.`);
}

/** Pages of spec/ that the table does not name, and paths in its rows that do not exist. */
export function tableFaults(pages: readonly Source[], exists: Exists): string[] {
  const table = pages.find(({ path }) => path === SPEC_TABLE);
  if (table === undefined) return [`${SPEC_TABLE} is missing: it holds the table page ↔ code ↔ test.`];
  const rows = table.text.split('\n').filter((line) => line.startsWith('|'));
  const inRows = { path: table.path, text: rows.join('\n') };
  const paths = [...inRows.text.matchAll(TABLE_PATH)].map(([, path = '']) => path.replace(/\/?\*.*$/, ''));
  const named = new Set([...linksOf(inRows), ...paths]);
  const unlisted = pages
    .filter(({ path }) => /^spec\/[^/]+\.md$/.test(path) && path !== SPEC_TABLE && !named.has(path))
    .map(({ path }) => `${path} has no row in the table of ${SPEC_TABLE}.`);
  const gone = paths
    .filter((path) => !exists(path))
    .map((path) => `The table of ${SPEC_TABLE} names ${path}, which does not exist.`);
  return [...unlisted, ...gone];
}

/** Where the relative links of a page lead, from the root, without the part after `#`. */
function linksOf({ path, text }: Source): string[] {
  return [...text.replaceAll(FENCED_OR_INLINE_CODE, '').matchAll(LINK)]
    .map(([, inline, reference]) => inline ?? reference ?? '')
    .filter((target) => target !== '' && !ELSEWHERE.test(target))
    .map((target) => posix.join(posix.dirname(path), decodeURI(target.replace(/[#?].*$/, ''))));
}
