import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';
import config from '../../client/ui/build/vite.config.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { isWellMadeInEveryLook, type Tab, tabOf } from './app.ts';
import { describeInBrowser, type OpenPage } from './in-browser.ts';

/** No host: the browser's questions are answered from the build. */
const ORIGIN = 'http://localhost:1';

const DOCUMENT = `<!doctype html><html data-state="ready"><title>.</title><link rel="stylesheet" href="/app/gallery.css">
<meta name="viewport" content="width=device-width, initial-scale=1"><script type="module" src="/app/gallery.js"></script>`;

describeInBrowser('the elements of the page', (inBrowser) => {
  inBrowser('are well made', async (open) => {
    await using folder = await temporaryDirectory();
    const tab = await openGallery(open, folder.path);
    const { page } = tab;
    await isWellMadeInEveryLook(tab, 'gallery');
    await page.getByRole('button', { name: 'More' }).press('Enter');
    await page.getByRole('menuitem', { name: 'Rename' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('ArrowUp');
    await page.getByRole('menuitem', { name: 'Block' }).and(page.locator(':focus')).waitFor();
    await isWellMadeInEveryLook(tab, 'gallery-menu');
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText('Copied').waitFor();
    await page.getByRole('button', { name: 'Open the dialog' }).click();
    await page.getByRole('dialog', { name: 'Leave the room?' }).waitFor();
    await isWellMadeInEveryLook(tab, 'gallery-dialog');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Open the dialog' }).and(page.locator(':focus')).waitFor();
  });
});

async function openGallery(open: OpenPage, outDir: string): Promise<Tab> {
  await build({
    ...config,
    configFile: false,
    plugins: [],
    publicDir: false,
    build: {
      ...config.build,
      outDir,
      rolldownOptions: {
        input: { gallery: 'gallery/gallery.ts' },
        output: { entryFileNames: '[name].js', assetFileNames: '[name][extname]' },
      },
    },
  });
  const page = await open();
  await page.route(`${ORIGIN}/**`, async (route) => {
    const name = /^\/app\/([\w.]+)$/.exec(new URL(route.request().url()).pathname)?.[1];
    if (name === undefined) return route.fulfill({ contentType: 'text/html', body: DOCUMENT });
    const contentType = name.endsWith('.css') ? 'text/css' : 'text/javascript';
    return route.fulfill({ contentType, body: await readFile(join(outDir, name)) });
  });
  const tab = tabOf(page);
  await page.goto(ORIGIN);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return tab;
}
