import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { offlineList } from './offline-list.ts';
import { precompress } from './precompress.ts';

/** Where the room server serves what is built here. */
const BASE = '/app/';

/** Browsers of the last two and a half years; `main.ts` tells others what to do. */
const TARGET = ['chrome111', 'edge111', 'firefox115', 'safari16.4'];

const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));

/** The page of rooms: one entry, everything else loaded when it is needed. Names hold a digest of what is inside. */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  base: BASE,
  publicDir: 'public',
  define: { OPEN_ROOMS_VERSION: JSON.stringify(version) },
  clearScreen: false,
  logLevel: 'warn',
  plugins: [offlineList(), precompress()],
  // Workers and worklets are modules, named as everything else is.
  worker: { format: 'es', rolldownOptions: { output: { entryFileNames: '[name]-[hash].js' } } },
  build: {
    target: TARGET,
    manifest: true,
    assetsDir: '',
    // A file that stands in another one as text would need `data:` in the policy of the page.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // Weight is held by spec/browser/weight.test.ts.
    chunkSizeWarningLimit: 1_000,
    emptyOutDir: true,
    rolldownOptions: {
      input: { main: 'main.ts', sw: 'offline/service-worker.ts' },
      output: {
        entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : '[name]-[hash].js'),
        chunkFileNames: '[name]-[hash].js',
        // The crypto, nearly all of it wasm as text, apart from code: it is loaded beside it, and changes when it does.
        codeSplitting: { groups: [{ name: 'crypto', test: /node_modules[\\/]libsodium/ }] },
        assetFileNames: '[name]-[hash][extname]',
      },
    },
  },
});
