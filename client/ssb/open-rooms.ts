import { type FeedId, isFeedId } from '@open-rooms/protocol';
import { JoinError } from '../connection/join-error.ts';
import type { Runtime } from '../connection/runtime.ts';
import { ownerOf, registerAlias, revokeAlias } from './aliases.ts';
import type { Answers, Attendant, Connected, OpenRoomsApi } from './api.ts';
import type { AppRoom } from './app-room.ts';
import { answer } from './callback.ts';
import { dial } from './dialling.ts';
import { type Echo, echo } from './echo.ts';
import { type FollowedIn, follow } from './follow.ts';
import { LiveList } from './live-list.ts';
import type { AppRooms } from './rooms.ts';
import { attendantData } from './staging.ts';
import { tunnelAddress } from './stock-addresses.ts';
import type { Callback, Rpc, StockApp, StockConfig } from './stock-packages.ts';

/** What `app.openRooms` does. */
export class OpenRooms {
  readonly api: OpenRoomsApi;
  readonly #app: StockApp;
  readonly #config: StockConfig;
  readonly #rooms: AppRooms;
  readonly #runtime: Runtime;
  readonly #attendants = new LiveList<Attendant>(() => this.#everybody());

  constructor(app: StockApp, config: StockConfig, rooms: AppRooms, runtime: Runtime) {
    this.#app = app;
    this.#config = config;
    this.#rooms = rooms;
    this.#runtime = runtime;
    const changed = () => this.#attendants.changed();
    rooms.watch({ joined: changed, left: changed });
    this.api = {
      connect: answering((where: string) => this.#connect(where)),
      leave: answering(async (room: string) => this.#leave(room)),
      attendants: () => this.#attendants.source(),
      dial: answering((peer: string) => this.#dial(peer)),
      echo: answering((peer: string, value: unknown) => this.#echo(peer, value)),
      follow: answering((peer: string) => this.#follow(peer, true)),
      unfollow: answering((peer: string) => this.#follow(peer, false)),
      whois: answering(async (alias: string) => (await this.#whois(alias)).peer),
      registerAlias: answering((room: string, label: string) => this.#registerAlias(room, label)),
      revokeAlias: answering((room: string, label: string) => this.#revokeAlias(room, label)),
    };
  }

  close(): void {
    this.#attendants.close();
  }

  async #connect(where: string): Promise<Connected> {
    const { room, address, found } = await this.#rooms.join(where);
    const { label } = found;
    if (label === undefined) return { ...described(room), address };
    const peer = await ownerOf({ ...found, label }, room, this.#runtime, this.#rooms.signal);
    return this.#through(room, peer);
  }

  #leave(room: string): true {
    this.#rooms.leave(room);
    return true;
  }

  async #whois(alias: string): Promise<{ readonly peer: FeedId; readonly room: AppRoom }> {
    const { room, found } = await this.#rooms.join(alias);
    const { label } = found;
    if (label === undefined)
      throw new JoinError(
        'unreadable',
        `Cannot look up ${JSON.stringify(alias)}: it is no alias, such as @bob@room.example.`,
      );
    return { room, peer: await ownerOf({ ...found, label }, room, this.#runtime, this.#rooms.signal) };
  }

  async #dial(peer: string): Promise<Connected> {
    const id = readId(peer);
    const room = this.#rooms.open().find(({ attendants }) => attendants.has(id));
    if (room !== undefined) return this.#through(room, id);
    throw new JoinError('not-online', `${id} is in none of the rooms that this app is in now.`);
  }

  async #through(room: AppRoom, peer: FeedId): Promise<Connected> {
    const address = tunnelAddress(room.id, peer);
    const { clock } = this.#runtime;
    const options = { clock, signal: this.#rooms.signal, called: `${peer} through the room` };
    await dial(this.#app, address, attendantData(room, peer), options);
    return { ...described(room), peer, address };
  }

  async #echo(peer: string, value: unknown): Promise<Echo> {
    return echo(this.#connectionTo(readId(peer)), value, this.#runtime.clock, this.#rooms.signal);
  }

  /** The newest connection to a peer, whichever side opened it. */
  #connectionTo(id: FeedId): Rpc {
    const rpc = this.#app.peers[id]?.at(-1);
    if (rpc !== undefined) return rpc;
    throw new JoinError('not-online', `${id} is not connected: dial it first.`);
  }

  async #follow(peer: string, following: boolean): Promise<FollowedIn> {
    return follow(this.#app, this.#config, this.#rooms, readId(peer), following);
  }

  async #registerAlias(id: string, label: string): Promise<string> {
    const { keys } = this.#config;
    if (keys === undefined) throw new TypeError('The app has no config.keys to sign the alias with.');
    return registerAlias(await this.#rooms.entered(id), label, keys, this.#runtime.crypto);
  }

  async #revokeAlias(id: string, label: string): Promise<true> {
    await revokeAlias(await this.#rooms.entered(id), label);
    return true;
  }

  #everybody(): Attendant[] {
    return this.#rooms.open().flatMap((room) => {
      const roomName = room.metadata?.name;
      return room.attendants.snapshot().map((id) => ({
        id,
        room: room.id,
        ...(roomName && { roomName }),
        address: tunnelAddress(room.id, id),
      }));
    });
  }
}

function described(room: AppRoom): { readonly room: FeedId; readonly name?: string } {
  const name = room.metadata?.name;
  return { room: room.id, ...(name && { name }) };
}

function readId(text: string): FeedId {
  if (isFeedId(text)) return text;
  throw new JoinError('unreadable', `Cannot use ${JSON.stringify(text)}: a feed id is @….ed25519.`);
}

/** A function as stock plugins have them. An argument that the caller left out is no callback. */
function answering<Args extends unknown[], Result>(
  run: (...args: Args) => Promise<Result>,
): Answers<Args, Result> {
  const either = (...args: unknown[]) => {
    const last = args.at(-1);
    const done = typeof last === 'function' ? (last as Callback<Result>) : undefined;
    return answer(run(...((done === undefined ? args : args.slice(0, -1)) as Args)), done);
  };
  return either as Answers<Args, Result>;
}
