// Runs after ensure-deps.mjs, before start, test and bench: builds the page of rooms where it was never built, or from
// other sources. Plain JavaScript, because it must run on whatever Node the machine has (20 or newer).
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'client/ui/dist');

/** Written last: a build that was cut off has none. */
const MARK = '.sources';

/** What is built from. Tests, and what only Node runs, change nothing in it. */
const SOURCES = ['client', 'protocol'];
const NO_SOURCE =
  /^(dist(\.\d+(\.old)?)?|node_modules|node|ssb|check|examples|testing)$|^\.|\.(test|suite)\.ts$|\.tsbuildinfo$/;

const digest = digestOfSources();
if (!isBuilt()) build();

function digestOfSources() {
  const hash = createHash('sha256');
  const add = (path) =>
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0');
  const walk = (folder) => {
    const entries = readdirSync(join(root, folder), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (NO_SOURCE.test(entry.name)) continue;
      if (entry.isDirectory()) walk(`${folder}/${entry.name}`);
      else add(`${folder}/${entry.name}`);
    }
  };
  add('package-lock.json');
  SOURCES.forEach(walk);
  return hash.digest('hex');
}

function isBuilt() {
  const mark = join(dist, MARK);
  return existsSync(mark) && readFileSync(mark, 'utf8') === digest;
}

/** Builds beside the place where it belongs, so that a build that fails takes nothing away. */
function build() {
  process.stderr.write("Building the room's page (once, a few seconds) …\n");
  const fresh = `${dist}.${process.pid}`;
  const bin = join(root, 'node_modules', '.bin');
  // By the shell, as npm does: the Node that ensure-deps.mjs brought may not be the one that runs this.
  const { status } = spawnSync(`node client/ui/build/build.ts "${fresh}"`, {
    shell: true,
    cwd: root,
    stdio: ['ignore', 2, 2],
    env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` },
  });
  if (status !== 0) {
    rmSync(fresh, { recursive: true, force: true });
    process.stderr.write(
      "Cannot build the room's page, for the reason above: mend it, then run the command again.\n",
    );
    process.exit(1);
  }
  writeFileSync(join(fresh, MARK), digest);
  // Moved away before it is removed: a server that starts now reads one whole, the old or the new.
  const old = `${fresh}.old`;
  try {
    if (existsSync(dist)) renameSync(dist, old);
    renameSync(fresh, dist);
  } catch (error) {
    // Somebody else built the same at the same time, and was faster.
    if (!isBuilt()) throw error;
    rmSync(fresh, { recursive: true, force: true });
  }
  rmSync(old, { recursive: true, force: true });
}
