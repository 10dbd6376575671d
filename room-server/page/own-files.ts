import { existsSync } from 'node:fs';
import { getAssetKeys, getRawAsset, isSea } from 'node:sea';
import { fileURLToPath } from 'node:url';
import { folderFiles } from './folder-files.ts';
import type { PageFiles } from './port.ts';

/** What `.ci/ensure-web.mjs` builds before `npm start`, and writes last. */
const MARK = '.sources';

/** What names the assets of a single binary that are files of the page. */
export const PAGE_PREFIX = 'web/';

/** The page that browsers run; `null` where it was not built: the room's pages work without it. */
export function ownFiles(): PageFiles | null {
  if (isSea()) return embeddedFiles();
  const folder = new URL('../../client/ui/dist/', import.meta.url);
  return existsSync(new URL(MARK, folder)) ? folderFiles(fileURLToPath(folder)) : null;
}

function embeddedFiles(): PageFiles {
  return {
    names: () =>
      getAssetKeys()
        .filter((key) => key.startsWith(PAGE_PREFIX) && !key.includes('/', PAGE_PREFIX.length))
        .map((key) => key.slice(PAGE_PREFIX.length)),
    read: (name) => new Uint8Array(getRawAsset(`${PAGE_PREFIX}${name}`) as ArrayBuffer),
    state: () => null,
  };
}

/** What the page was built from, as a digest; `null` where it was not built. */
export function pageMark(): string | null {
  const mark = ownFiles()?.read(MARK);
  return mark === undefined ? null : new TextDecoder().decode(mark);
}
