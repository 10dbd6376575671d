import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Node looks for its blob under this name, behind this mark (Node's documentation of single executables). */
const RESOURCE = 'NODE_SEA_BLOB';
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

/** Its command line: what it says of each part of an executable would otherwise stand among what people read. */
const POSTJECT = join(import.meta.dirname, '../../../node_modules/postject/dist/cli.js');

const BLOB = 'blob';

const EXECUTABLE_MODE = 0o755;

export interface SealOptions {
  /** The script that it runs. */
  readonly script: string;
  /** Names and files of what else is inside. */
  readonly assets: Readonly<Record<string, string>>;
  /** Node for the platform, of the version that runs this. */
  readonly node: string;
  /** Programs that take symbols out of `node`. */
  readonly strip: readonly string[];
  /** A folder for what is made on the way. */
  readonly work: string;
  readonly output: string;
  /** Whether it is for the platform that this runs on. */
  readonly isForHere: boolean;
}

/** Makes one executable of Node, a script and assets: a single executable application. */
export function seal({ script, assets, node, strip, work, output, isForHere }: SealOptions): void {
  const blob = join(work, BLOB);
  const config = join(work, 'sea.json');
  writeFileSync(
    config,
    JSON.stringify({
      main: relative(work, script),
      output: BLOB,
      assets,
      disableExperimentalSEAWarning: true,
      // Compiled ahead: a start takes a quarter of the time. Code is of one platform, the one that compiles.
      useCodeCache: isForHere,
      // What a stranger puts into NODE_OPTIONS is none of this program's business.
      execArgvExtension: 'none',
    }),
  );
  // Paths are relative to it: those of this machine are no part of the program.
  run(process.execPath, ['--experimental-sea-config', config], work);
  const fresh = join(work, 'executable');
  copyFileSync(node, fresh);
  chmodSync(fresh, EXECUTABLE_MODE);
  // Before the blob is inside: afterwards it would break what was injected.
  takeSymbolsOut(fresh, strip);
  run(process.execPath, [POSTJECT, fresh, RESOURCE, blob, '--sentinel-fuse', FUSE], work);
  renameSync(fresh, output);
}

/** A quarter less of the file; it runs as well without. */
function takeSymbolsOut(file: string, programs: readonly string[]): void {
  for (const program of programs) {
    try {
      execFileSync(program, [file], { stdio: 'ignore' });
      return;
    } catch {
      // The next one, if this is not installed.
    }
  }
}

/** Throws with what the program said, where it failed. */
function run(program: string, args: readonly string[], cwd: string): void {
  try {
    execFileSync(program, args, { cwd, stdio: 'pipe' });
  } catch (cause) {
    const said = cause instanceof Error && 'stderr' in cause ? String(cause.stderr) : String(cause);
    throw new Error(`Cannot make the binary: ${said}`, { cause });
  }
}
