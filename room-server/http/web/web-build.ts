import { extname } from 'node:path';
import { type CryptoBackend, toBase64 } from '@open-rooms/protocol';
import * as v from 'valibot';
import type { PageFiles } from '../../page/port.ts';

/** How bytes may be sent: as they are, or as a copy that was compressed when the page was built. */
export type Encoding = 'br' | 'gzip' | 'identity';

/** A file that browsers load. */
export interface WebFile {
  readonly type: string;
  /** Whether its name changes with what is inside. */
  readonly hashed: boolean;
  /** Strong `ETag` of the bytes as they are; those of copies differ. */
  readonly tag: string;
  readonly bytes: Readonly<Partial<Record<Encoding, Uint8Array<ArrayBuffer>>>>;
}

/** The page of rooms, as it was built (`client/ui/build`). */
export interface WebBuild {
  /** Paths below `/app/` and the files that stand there. */
  readonly files: ReadonlyMap<string, WebFile>;
  /** Paths below `/app/` that a document loads. */
  readonly script: string;
  readonly styles: readonly string[];
  /** What the script loads at once, so that the browser need not find out by reading it. */
  readonly preloads: readonly string[];
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=UTF-8',
  '.js': 'text/javascript; charset=UTF-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

const COPIES: Readonly<Record<string, Encoding>> = { '.br': 'br', '.gz': 'gzip' };

/** As the build writes names: `main-DLCmz-mW.js`. */
const HASHED = /-[\w-]{8}\.[a-z0-9]+$/;

/** The part of Vite's manifest that says what a document has to load. */
const manifestSchema = v.record(
  v.string(),
  v.object({
    file: v.string(),
    css: v.optional(v.array(v.string()), []),
    imports: v.optional(v.array(v.string()), []),
  }),
);
type Manifest = v.InferOutput<typeof manifestSchema>;

const MANIFEST = '.vite/manifest.json';
const ENTRY = 'main.ts';
const SHELL = 'app.ts';

/**
 * Reads a build into memory, where it stays as it is while another one is built: pages that are open go on to load its
 * parts. Throws where there is none.
 */
export function readWebBuild(source: PageFiles, crypto: Pick<CryptoBackend, 'sha256'>): WebBuild {
  for (;;) {
    const state = source.state();
    // Where another build has taken its place meanwhile, what was read is of both.
    const isReplaced = () => source.state() !== state;
    try {
      const build = readOnce(source, crypto);
      if (!isReplaced()) return build;
    } catch (error) {
      if (!isReplaced()) throw error;
    }
  }
}

function readOnce(source: PageFiles, crypto: Pick<CryptoBackend, 'sha256'>): WebBuild {
  const text = Buffer.from(source.read(MANIFEST)).toString('utf8');
  const manifest = v.parse(manifestSchema, JSON.parse(text));
  const entry = manifest[ENTRY];
  if (entry === undefined) throw new Error(`Cannot read the page: its build has no ${ENTRY}.`);
  const shell = [...withImports(manifest, SHELL)].flatMap((name) => manifest[name] ?? []);
  return {
    files: readFiles(source, crypto),
    script: entry.file,
    styles: [...new Set([entry, ...shell].flatMap(({ css }) => css))],
    preloads: shell.map(({ file }) => file).filter((file) => file !== entry.file),
  };
}

/** A part and all that it needs before it runs. */
function withImports(manifest: Manifest, name: string, found = new Set<string>()): Set<string> {
  if (found.has(name)) return found;
  found.add(name);
  for (const needed of manifest[name]?.imports ?? []) withImports(manifest, needed, found);
  return found;
}

function readFiles(source: PageFiles, crypto: Pick<CryptoBackend, 'sha256'>): Map<string, WebFile> {
  const files = new Map<string, WebFile>();
  // Sorted, so that a file comes before its copies.
  for (const name of [...source.names()].sort()) {
    const bytes = () => source.read(name);
    const type = TYPES[extname(name)];
    if (type !== undefined) {
      const identity = bytes();
      const tag = `"${toBase64(crypto.sha256(identity))}"`;
      files.set(name, { type, hashed: HASHED.test(name), tag, bytes: { identity } });
      continue;
    }
    const copy = COPIES[extname(name)];
    const path = name.slice(0, -extname(name).length);
    const file = files.get(path);
    if (copy !== undefined && file !== undefined) {
      files.set(path, { ...file, bytes: { ...file.bytes, [copy]: bytes() } });
    }
  }
  return files;
}
