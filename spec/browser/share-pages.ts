import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { OurRoom } from '../conformance/our-room.ts';
import { within } from '../stock/deadline.ts';
import type { OpenPage } from './in-browser.ts';
import { call, type ModuleServer } from './module-server.ts';
import type { Seen } from './picture-code.ts';
import { PICTURE, type SharedPicture, type StreamOf, type Watched } from './shared-picture.ts';

/** Small and slow, so that seven fit on two cores. */
const SMALL = { width: 640, height: 360, fps: 5 };

/** What carries a share to those who are fed directly. */
const SHARE_PROTOCOL = '/open-rooms/share/1.0.0';

interface ShareOptions extends Partial<SharedPicture> {
  readonly server: ModuleServer;
  readonly room: OurRoom;
  /** What is shared is what the browser captures. */
  readonly isTab?: boolean;
}

/** A page with our client in it, in a room. */
export interface SharePage {
  readonly page: Page;
  readonly id: string;
  /** Calls what `pages/share.ts` exports. */
  ask<R>(name: string, ...args: unknown[]): Promise<R>;
}

/** Pages in one room, the first of which shares. */
export class SharePages {
  readonly sharer: SharePage;
  readonly viewers: SharePage[] = [];
  readonly #open: () => Promise<SharePage>;

  private constructor(sharer: SharePage, open: () => Promise<SharePage>) {
    this.sharer = sharer;
    this.#open = open;
  }

  /** Opens a page that shares a coded picture. */
  static async share(open: OpenPage, { server, room, isTab, ...picture }: ShareOptions): Promise<SharePages> {
    const one = async () => {
      const page = await open();
      await page.goto(server.at('localhost'));
      const ask = <R>(name: string, ...args: unknown[]) =>
        within(`"${name}" in the page`, call<R>(page, 'share', name, ...args));
      const id = await ask<string>('id');
      await ask('join', room.wsAddress);
      return { page, id, ask };
    };
    const sharer = await one();
    if (isTab) await sharer.ask('shareChosen', picture);
    else await sharer.ask('share', { ...SMALL, ...picture });
    return new SharePages(sharer, one);
  }

  /** Opens a page that watches, and waits until it sees the picture. */
  async viewer(fanOut?: number): Promise<SharePage> {
    const viewer = await this.#open();
    this.viewers.push(viewer);
    // Browsers let nobody hear anything before.
    await viewer.page.mouse.click(1, 1);
    await viewer.ask('watch', fanOut);
    await sees(viewer);
    return viewer;
  }

  /** Opens so many at once. */
  async more(count: number): Promise<void> {
    await Promise.all(Array.from({ length: count }, () => this.viewer()));
  }

  /** A viewer's page is closed, without a word. */
  async close(viewer: SharePage): Promise<void> {
    this.viewers.splice(this.viewers.indexOf(viewer), 1);
    await viewer.page.close();
  }

  /** A viewer who feeds others. */
  async forwarder(): Promise<{ forwarder: SharePage; children: SharePage[] }> {
    for (const forwarder of this.viewers) {
      const { children: ids } = await forwarder.ask<Watched>('watched');
      const children = this.viewers.filter(({ id }) => ids.includes(id));
      if (children.length > 0) return { forwarder, children };
    }
    return assert.fail('Nobody feeds others.');
  }
}

/** Resolves with the next picture that a page shows of what was drawn from now on, or since then. */
export function sees({ page }: SharePage, since?: number): Promise<Seen> {
  return within('a picture', call<Seen>(page, 'coded', 'sees', PICTURE, since));
}

/** The picture that a page shows still. */
export function lastSeen({ page }: SharePage): Promise<Seen> {
  return within('a picture', call<Seen>(page, 'coded', 'sees', PICTURE, 0));
}

/** Streams of shares of a page which go directly. */
export async function directStreams({ ask }: SharePage): Promise<StreamOf[]> {
  const all = await ask<StreamOf[]>('streams');
  return all.filter(({ protocol, address }) => protocol === SHARE_PROTOCOL && address.includes('/webrtc'));
}
