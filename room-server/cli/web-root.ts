import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What `.ci/ensure-web.mjs` builds before `npm start`, and writes last. */
const MARK = '.sources';

/** The folder of the page that browsers run; `null` where it was not built: the room's pages work without it. */
export function webRoot(): string | null {
  const folder = new URL('../../client/ui/dist/', import.meta.url);
  return existsSync(new URL(MARK, folder)) ? fileURLToPath(folder) : null;
}
