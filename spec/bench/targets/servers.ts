import { startStockRoom } from '../../stock/room.ts';
import { Crowd, type CrowdWish } from '../crowds/crowd.ts';
import { type BrowserTarget, startBrowserTarget } from './browser.ts';
import { startOurRoom } from './our-room.ts';
import { type RelayTarget, startRelay } from './relay.ts';
import { type RoomTarget, roomTarget } from './room-target.ts';

/** The servers that are measured: each is started when it is first asked for, and serves until all is done. */
export class Servers implements AsyncDisposable {
  readonly #started = new AsyncDisposableStack();
  #ours: Promise<RoomTarget> | undefined;
  #stock: Promise<RoomTarget> | undefined;
  #relay: Promise<RelayTarget> | undefined;
  readonly #crowds = new Map<string, Promise<Crowd>>();
  #browser: Promise<BrowserTarget | undefined> | undefined;

  /** Open Rooms. */
  ours(): Promise<RoomTarget> {
    this.#ours ??= startOurRoom().then((room) => this.#started.use(room).target);
    return this.#ours;
  }

  /** ssb-room 1.3.0. */
  stock(): Promise<RoomTarget> {
    this.#stock ??= startStockRoom({ name: 'bench' }).then((room) => {
      this.#started.use(room);
      return roomTarget(room.address, room.pid);
    });
    return this.#stock;
  }

  /** A room of its own with many in it. */
  crowd(wish: CrowdWish): Promise<Crowd> {
    const name = JSON.stringify(wish);
    const known = this.#crowds.get(name);
    if (known !== undefined) return known;
    const gathering = Crowd.gather(wish).then((crowd) => this.#started.use(crowd));
    this.#crowds.set(name, gathering);
    return gathering;
  }

  /** Pages with our client; `undefined` where there is no Chromium. */
  browser(): Promise<BrowserTarget | undefined> {
    this.#browser ??= startBrowserTarget().then((browser) => browser && this.#started.use(browser));
    return this.#browser;
  }

  /** The box relay. */
  relay(): Promise<RelayTarget> {
    this.#relay ??= startRelay().then((relay) => this.#started.use(relay).target);
    return this.#relay;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#started.disposeAsync();
  }
}
