import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';
import config from '../../client/ui/build/vite.config.ts';
import { type Tab, tabOf } from './app.ts';
import type { OpenPage } from './in-browser.ts';

/** No host: the browser's questions are answered from the build. */
const ORIGIN = 'http://localhost:1';

/** A gallery of the page, which is no part of what is served; a query says what it shows. */
export type GalleryName = 'gallery' | 'stage-gallery';

/** Builds a gallery into a folder, and opens it. */
export async function openGallery(
  open: OpenPage,
  outDir: string,
  name: GalleryName,
  query = '',
): Promise<Tab> {
  await build({
    ...config,
    configFile: false,
    plugins: [],
    publicDir: false,
    build: {
      ...config.build,
      outDir,
      rolldownOptions: {
        input: { [name]: `gallery/${name}.ts` },
        output: {
          entryFileNames: '[name].js',
          chunkFileNames: '[name].js',
          assetFileNames: '[name][extname]',
        },
      },
    },
  });
  const page = await open();
  await page.route(`${ORIGIN}/**`, async (route) => {
    const file = /^\/app\/([\w.-]+)$/.exec(new URL(route.request().url()).pathname)?.[1];
    if (file === undefined) return route.fulfill({ contentType: 'text/html', body: documentOf(name) });
    const contentType = file.endsWith('.css') ? 'text/css' : 'text/javascript';
    return route.fulfill({ contentType, body: await readFile(join(outDir, file)) });
  });
  const tab = tabOf(page);
  await page.goto(`${ORIGIN}/${query}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return tab;
}

function documentOf(name: GalleryName): string {
  return `<!doctype html><html data-state="ready"><title>.</title><link rel="stylesheet" href="/app/${name}.css">
<meta name="viewport" content="width=device-width, initial-scale=1"><script type="module" src="/app/${name}.js"></script>`;
}
