import type { OpenPage } from './in-browser.ts';
import { guest } from './inside.ts';
import type { Way } from './link-outages.ts';
import { detoured, UdpPaths } from './udp-paths.ts';

/** Directly, by ways that lead through this process. */
export async function directWay(open: OpenPage): Promise<Way> {
  const paths = await UdpPaths.open();
  return {
    flags: [],
    line: /^direct, encrypted, \d+ ms$/,
    enter: (room, name, side) => guest(detoured(open, paths, side), room, name),
    block: () => paths.block(),
    allow: () => paths.allow(),
    [Symbol.dispose]: () => paths[Symbol.dispose](),
  };
}
