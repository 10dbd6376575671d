import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';

/** Stands in the service worker for what only the build knows; see `offline/service-worker.ts`. */
const VERSION = '__OPEN_ROOMS_VERSION__';
const FILES = '__OPEN_ROOMS_FILES__';

const WORKER = 'sw.js';

/**
 * Tells the service worker which files the page needs to be shown without a network, and their version: a digest of
 * their names, which hold digests of what is inside.
 */
export function offlineList(): Plugin {
  return {
    name: 'open-rooms:offline-list',
    apply: 'build',
    generateBundle(_options, bundle) {
      const worker = bundle[WORKER];
      if (worker?.type !== 'chunk') this.error(`Cannot list what works offline: there is no ${WORKER}.`);
      const files = Object.keys(bundle)
        .filter((name) => name !== WORKER && /\.(js|css|wasm)$/.test(name))
        .sort();
      const version = createHash('sha256').update(files.join()).digest('base64url').slice(0, 16);
      worker.code = worker.code.replace(VERSION, version).replace(FILES, files.join());
    },
  };
}
