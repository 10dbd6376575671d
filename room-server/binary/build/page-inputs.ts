import { build, type Plugin } from 'esbuild';

/** What the page of browsers starts with. */
const PAGE = ['client/ui/main.ts', 'client/ui/offline/service-worker.ts'];

/** How Vite is asked for the address of a worker. */
const WORKER = /\?worker&url$/;

/** Takes a worker as a part of the page. */
const workerPlugin: Plugin = {
  name: 'workers',
  setup(build) {
    build.onResolve({ filter: WORKER }, ({ path, resolveDir }) => ({
      path: path.replace(WORKER, ''),
      namespace: 'worker',
      pluginData: resolveDir,
    }));
    build.onLoad({ filter: /./, namespace: 'worker' }, ({ path, pluginData }) => ({
      contents: `import ${JSON.stringify(path)}; export default '';`,
      resolveDir: String(pluginData),
    }));
  },
};

/**
 * The files that the page is made of, from `root`. Vite builds it, and does not tell: here it is only looked at, for the
 * sake of the packages in it.
 */
export async function pageInputs(root: string): Promise<string[]> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: PAGE,
    outdir: 'dist',
    bundle: true,
    splitting: true,
    format: 'esm',
    loader: { '.svg': 'file', '.png': 'file' },
    external: ['node:*'],
    plugins: [workerPlugin],
    write: false,
    metafile: true,
    logLevel: 'error',
  });
  return Object.keys(metafile.inputs);
}
