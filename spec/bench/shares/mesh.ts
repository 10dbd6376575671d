import type { Page } from 'playwright-core';
import { call } from '../../browser/module-server.ts';
import { PICTURE } from '../../browser/shared-picture.ts';
import { OpenedPages, startBrowserTarget } from '../targets/browser.ts';
import type { Servers } from '../targets/servers.ts';
import { type Audience, type AudienceOptions, ages } from './audience.ts';

/** What LiveKit gives a shared screen of 720 lines. */
const BITS_PER_SECOND = 1_500_000;

const ask = <R>(page: Page, name: string, ...args: unknown[]) => call<R>(page, 'mesh', name, ...args);

/** A plain WebRTC mesh, with the settings that are best for what is shown: one encoder and one connection for each viewer. */
export async function openMesh(
  servers: Servers,
  { viewers, picture, far }: AudienceOptions,
): Promise<Audience> {
  await using started = new AsyncDisposableStack();
  const own = await startBrowserTarget();
  const others = await servers.browser();
  if (own === undefined || others === undefined) throw new Error('There is no browser to bench in.');
  started.use(own);
  const watchers = started.use(new OpenedPages(others));
  const sharer = await own.page();
  await ask(sharer, 'share', { ...picture, bitsPerSecond: BITS_PER_SECOND });
  const connect = async (viewer: Page, name: string) => {
    const offer = await ask<string>(sharer, 'offer', far?.relay);
    const answer = await ask<string>(viewer, 'watch', offer, name, far?.relay);
    await ask(sharer, 'answered', answer);
  };
  // One page looks at the picture; the others' connections are in one together, which decodes them all.
  const viewer = await watchers.page();
  await connect(viewer, PICTURE);
  const crowd = viewers > 1 ? await watchers.page() : viewer;
  for (let count = 1; count < viewers; count++) await connect(crowd, `${PICTURE} ${count}`);
  await ages(viewer, picture.fps);
  const all = started.move();
  return {
    ...{ sharer, viewer },
    async newcomer() {
      const page = await watchers.page();
      return { page, watch: () => connect(page, PICTURE) };
    },
    cpu: () => own.cpu(),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}
