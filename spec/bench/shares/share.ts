import type { Page } from 'playwright-core';
import { call } from '../../browser/module-server.ts';
import { OpenedPages, startBrowserTarget } from '../targets/browser.ts';
import { startOurRoom } from '../targets/our-room.ts';
import type { RoomTarget } from '../targets/room-target.ts';
import type { Servers } from '../targets/servers.ts';
import { type Audience, type AudienceOptions, ages, type Newcomer } from './audience.ts';
import { Crowd } from './crowd.ts';
import type { FarNetwork } from './far-network.ts';

const ask = <R>(page: Page, name: string, ...args: unknown[]) => call<R>(page, 'share', name, ...args);

/** A share of ours in our room. */
export interface OpenShare extends Audience {
  readonly crowd: Crowd;
}

/** One of the viewers is a page; the others are programs, which decode nothing. */
export async function openShare(
  servers: Servers,
  { viewers, picture, far }: AudienceOptions,
): Promise<OpenShare> {
  await using started = new AsyncDisposableStack();
  const room = far === undefined ? await servers.ours() : await relayingRoom(far, started);
  const own = await startBrowserTarget();
  const others = await servers.browser();
  if (own === undefined || others === undefined) throw new Error('There is no browser to bench in.');
  started.use(own);
  const watchers = started.use(new OpenedPages(others));
  const inRoom = async (page: Page) => {
    if (far !== undefined) await ask(page, 'hide');
    await ask(page, 'join', room.webAddress);
    return page;
  };
  const newcomer = async (): Promise<Newcomer> => {
    const page = await inRoom(await watchers.page());
    return { page, watch: () => ask(page, 'watch') };
  };
  const sharer = await inRoom(await own.page());
  await ask(sharer, 'share', picture);
  started.defer(() => ask(sharer, 'stop'));
  const { page: viewer, watch } = await newcomer();
  await watch();
  const crowd = started.use(new Crowd(await ask<string>(sharer, 'id')));
  while (crowd.size < viewers - 1) await crowd.join(room);
  if (far !== undefined) await ask(viewer, 'becomes', { through: 'relayed' });
  await ages(viewer, picture.fps);
  const all = started.move();
  return {
    ...{ sharer, viewer, crowd, newcomer },
    cpu: () => own.cpu(),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

/** A room that names the relay to whoever hides their address. */
async function relayingRoom({ relay }: FarNetwork, started: AsyncDisposableStack): Promise<RoomTarget> {
  const { urls, username, credential } = relay;
  const flags = ['--turn', urls, '--turn-user', username, '--turn-password', credential];
  return started.use(await startOurRoom(flags)).target;
}
