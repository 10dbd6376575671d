import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/** What gets smaller. Pictures are small already. */
const COMPRESSED = new Set(['.css', '.js', '.json', '.svg', '.wasm', '.webmanifest']);

/** The best that each can do: it is done once, and sent often. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
const GZIP = { level: 9 };

/**
 * Puts a copy in brotli, and one in gzip, beside each file that was built: on plain http browsers ask for gzip at
 * most.
 */
export function precompress(): Plugin {
  let folder = '';
  return {
    name: 'open-rooms:precompress',
    apply: 'build',
    configResolved(config) {
      folder = resolve(config.root, config.build.outDir);
    },
    closeBundle() {
      // A build that failed has written nothing, and says itself why.
      if (!existsSync(folder)) return;
      for (const name of readdirSync(folder)) {
        if (!COMPRESSED.has(extname(name))) continue;
        const path = join(folder, name);
        const bytes = readFileSync(path);
        writeFileSync(`${path}.br`, brotliCompressSync(bytes, BROTLI));
        writeFileSync(`${path}.gz`, gzipSync(bytes, GZIP));
      }
    },
  };
}
