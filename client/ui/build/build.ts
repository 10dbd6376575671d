import { rmSync } from 'node:fs';
import { build } from 'vite';
import config from './vite.config.ts';

// Run by `.ci/ensure-web.mjs`: builds the page into the folder that it names.
const [outDir] = process.argv.slice(2);
if (outDir === undefined) throw new Error('Cannot build the page: name the folder to build into.');
try {
  await build({ ...config, configFile: false, build: { ...config.build, outDir } });
} catch (error) {
  rmSync(outDir, { recursive: true, force: true });
  throw error;
}
