import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Plugin } from 'vite';
import { keptBuild } from './kept-build.ts';

const ROOT = join(import.meta.dirname, '../..');
const PAGES = join(import.meta.dirname, 'pages');

/** What pages of the tests do, each a module whose exports are called from Node. */
export type PageModule =
  | 'bench'
  | 'coded'
  | 'give'
  | 'links'
  | 'media'
  | 'mesh'
  | 'person'
  | 'share'
  | 'share-media'
  | 'storage'
  | 'suites'
  | 'tab'
  | 'take';

/** As strict as the policy of our own pages. */
const POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "media-src 'self' blob:",
  'connect-src * ws: wss:',
  "require-trusted-types-for 'script'",
].join('; ');

const PAGE = '<!doctype html><html lang="en"><title>A page of a test</title></html>';

/** Gives browsers our client, built as it is, and a page without anything on it. */
export interface ModuleServer extends AsyncDisposable {
  /** A page's URL under this host name. */
  at(host: string, path?: string): string;
}

export async function startModuleServer(): Promise<ModuleServer> {
  const scripts = await built();
  const server = createServer(({ url = '/' }, response) => {
    const script = scripts.get(basename(url));
    if (script === undefined)
      response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': POLICY }).end(PAGE);
    else response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    at: (host, path = '/') => `http://${host}:${port}${path}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Calls what a module of the page exports, with plain data both ways. */
export async function call<R>(
  page: Pick<Page, 'evaluate'>,
  module: PageModule,
  name: string,
  ...args: unknown[]
): Promise<R> {
  return page.evaluate(async ([path, exported, given]) => (await import(path))[exported](...given), [
    `/${module}.js`,
    name,
    args,
  ] as const);
}

let building: Promise<Map<string, string>> | undefined;

/** The scripts of all modules, by their names. They are built once in a process. */
function built(): Promise<Map<string, string>> {
  building ??= keptBuild(buildPages);
  return building;
}

async function buildPages(): Promise<Map<string, string>> {
  // Not where it was built before: to load it takes longer than to read what it made.
  const { build } = await import('vite');
  const names: readonly PageModule[] = [
    'bench',
    'coded',
    'give',
    'links',
    'media',
    'mesh',
    'person',
    'share',
    'share-media',
    'storage',
    'suites',
    'tab',
    'take',
  ];
  const result = await build({
    configFile: false,
    root: ROOT,
    logLevel: 'warn',
    plugins: [testLibrary, keptLibp2p],
    worker: { format: 'es', rolldownOptions: { output: { entryFileNames: '[name].js' } } },
    build: {
      write: false,
      minify: false,
      target: 'esnext',
      modulePreload: false,
      rolldownOptions: {
        input: names.map((name) => join(PAGES, `${name}.ts`)),
        preserveEntrySignatures: 'strict',
        output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
      },
    },
  });
  if (!('output' in result)) throw new Error('The pages of the tests were not built as one.');
  return new Map(
    result.output.flatMap((file) => {
      if (file.type === 'chunk') return [[file.fileName, file.code] as const];
      // Workers are built apart, and come as files.
      const { fileName, source } = file;
      return typeof source === 'string' && fileName.endsWith('.js')
        ? [[basename(fileName), source] as const]
        : [];
    }),
  );
}

/** Takes the place of Node's test library, whose assertions are a default export. */
const testLibrary: Plugin = {
  name: 'open-rooms:test-library',
  enforce: 'pre',
  resolveId(name) {
    if (name === 'node:test') return join(PAGES, 'node-test.ts');
    return name === 'node:assert/strict' ? '\0assert' : undefined;
  },
  load(id) {
    const path = JSON.stringify(join(PAGES, 'node-assert.ts'));
    return id === '\0assert' ? `export { assert as default } from ${path};` : undefined;
  },
};

/** Takes the place of libp2p where links use it, and keeps what is made. */
const keptLibp2p: Plugin = {
  name: 'open-rooms:kept-libp2p',
  enforce: 'pre',
  resolveId: {
    filter: { id: /^libp2p$/ },
    handler: (_name, importer) =>
      importer?.includes('client/links/') ? join(PAGES, 'kept-libp2p.ts') : undefined,
  },
};
