import { posix } from 'node:path';
import type { Source } from './source.ts';

export interface Import {
  /** A path from the root (`protocol/index.ts`), `node:fs`, or an npm package (`hono`). */
  readonly target: string;
  /** Whether it leaves nothing behind once the types are stripped. */
  readonly typeOnly: boolean;
}

/** Static imports and re-exports begin a line, as the formatter leaves them; dynamic ones stand anywhere. */
const STATIC = /^(?:import|export)\s+(?:([\w\s{},*$]+?)\s+from\s+)?'([^'\n]+)'(?: with \{[^}]*\})?;$/gm;
const DYNAMIC = /\b(?:import|require)\(\s*'([^']+)'/g;

const WORKSPACE = /^@open-rooms\/([a-z-]+)(?:\/(.+))?$/;

/** What a file imports. Workspaces' entry points are answered as the file they stand for. */
export function importsOf(source: Source): Import[] {
  const found: Import[] = [];
  for (const [, clause = '', specifier = ''] of source.text.matchAll(STATIC)) {
    found.push({ target: targetOf(source.path, specifier), typeOnly: /^\s*type\b/.test(clause) });
  }
  for (const [, specifier = ''] of source.text.matchAll(DYNAMIC)) {
    found.push({ target: targetOf(source.path, specifier), typeOnly: false });
  }
  return found;
}

function targetOf(path: string, specifier: string): string {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(path), specifier);
  const [, workspace, entry] = WORKSPACE.exec(specifier) ?? [];
  if (workspace !== undefined) {
    if (entry === undefined) return `${workspace}/index.ts`;
    return entry.endsWith('.ts') ? `${workspace}/${entry}` : `${workspace}/${entry}/index.ts`;
  }
  if (specifier.startsWith('node:')) return specifier;
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}
