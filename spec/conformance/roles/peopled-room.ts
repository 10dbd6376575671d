import { connectRoom, type RoomConnection, type RoomConnectionOptions } from '@open-rooms/client';
import {
  type FeedId,
  feedIdOf,
  generateKeyPair,
  isSocketAddress,
  type KeyPair,
  type PrivacyMode,
  publicKeyOf,
  ROLES,
  readAddresses,
  readInvite,
  STANDINGS,
  type Standing,
} from '@open-rooms/protocol';
import { dialTcp, sodium, systemClock } from '@open-rooms/protocol/node';
import { NETWORK_KEY } from '@open-rooms/protocol/testing';
import { startRoomServer } from '../../../room-server/compose.ts';
import { readConfig } from '../../../room-server/config/read-config.ts';
import { testLog } from '../../../room-server/net/tls/test-log.ts';
import { OPERATOR } from '../../../room-server/rooms/actor.ts';
import type { RunningServer } from '../../../room-server/running-server.ts';
import { within } from '../../stock/deadline.ts';
import { temporaryDirectory } from '../../temporary-directory.ts';

/** How often the invite of a room can be used: it lasts for all that its key tries. */
const USES = 1000;

export interface ApiAnswer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the API answers; the test says what it should be.
  readonly json: any;
}

/** A room server, with somebody of each standing. It fails whoever disposes of it where a fault was logged. */
export class PeopledRoom implements AsyncDisposable {
  readonly server: RunningServer;
  readonly people: Readonly<Record<Standing, KeyPair>>;
  readonly #apiKeys = new Map<Standing, string>();
  readonly #lines: readonly string[];
  readonly #left: AsyncDisposable;

  private constructor(
    server: RunningServer,
    people: Readonly<Record<Standing, KeyPair>>,
    lines: readonly string[],
    left: AsyncDisposable,
  ) {
    this.server = server;
    this.people = people;
    this.#lines = lines;
    this.#left = left;
  }

  static async start(mode: PrivacyMode, more: Readonly<Record<string, string>> = {}): Promise<PeopledRoom> {
    await using left = new AsyncDisposableStack();
    const folder = left.use(await temporaryDirectory());
    const off = { whoisPort: 'off', metricsPort: 'off', stunPort: 'off', limits: 'none' };
    const open = { data: folder.path, host: '127.0.0.1', name: 'Garden', port: '0', httpPort: '0' };
    const { log, lines } = testLog();
    const server = await startRoomServer(
      readConfig({ flags: { ...open, ...off, mode, ...more }, env: {} }),
      log,
    );
    left.defer(() => server.stop());
    const keys = STANDINGS.map((standing) => [standing, generateKeyPair(sodium)] as const);
    const people = Object.fromEntries(keys) as Record<Standing, KeyPair>;
    people.invite = await inviteKey(server);
    const room = new PeopledRoom(server, people, lines, left.move());
    for (const role of ROLES)
      await server.operations['members.add'](OPERATOR, { who: room.idOf(role), role });
    return room;
  }

  idOf(standing: Standing): FeedId {
    return feedIdOf(this.people[standing].publicKey);
  }

  /** Lines of the log that are an error or a fault. */
  get faults(): string[] {
    return this.#lines.filter((line) => line.startsWith('error'));
  }

  /** Connects by TCP with the key of somebody. Rejects where they are not let in. */
  async connect(
    keys: KeyPair,
    options: Partial<Pick<RoomConnectionOptions, 'onTunnel' | 'solve'>> = {},
  ): Promise<RoomConnection> {
    const address = this.server.addresses.flatMap((text) => readAddresses(text)).find(isSocketAddress);
    const room = address && publicKeyOf(address.key);
    if (address === undefined || room === undefined) throw new Error('The room has no address.');
    const wire = await dialTcp(address.host, address.port);
    const parts = { room, keys, networkKey: NETWORK_KEY, crypto: sodium, clock: systemClock };
    const connection = await within('the room to let in', connectRoom({ ...parts, ...options, wire }));
    // Whoever is not let in is hung up on after the handshake, which proves who they are.
    await connection.remote['room.metadata']();
    return connection;
  }

  /** Asks the HTTP API as a program of somebody, or with other headers. */
  async api(
    by: Standing | Readonly<Record<string, string>>,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<ApiAnswer> {
    const headers = typeof by === 'string' ? { authorization: `Bearer ${await this.apiKeyOf(by)}` } : by;
    const answer = await within(
      `${method} ${path}`,
      fetch(new URL(`/api/v1${path}`, this.server.http), {
        method,
        headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    );
    return { status: answer.status, json: await answer.json() };
  }

  /** Asks for a page as somebody's browser, which follows no redirection by itself. */
  page(path: string, init: RequestInit = {}): Promise<Response> {
    const url = new URL(path, this.server.http);
    return within(`${init.method ?? 'GET'} ${path}`, fetch(url, { redirect: 'manual', ...init }));
  }

  /** The key of a program that acts as somebody, made as if they might make one. */
  async apiKeyOf(standing: Standing): Promise<string> {
    const known = this.#apiKeys.get(standing);
    if (known !== undefined) return known;
    const actor = { kind: 'feed', id: this.idOf(standing) } as const;
    const { key } = await this.server.operations['keys.create'](actor, { name: standing });
    this.#apiKeys.set(standing, key);
    return key;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#left[Symbol.asyncDispose]();
    if (this.faults.length > 0) throw new Error(`The room had faults:\n${this.faults.join('\n')}`);
  }
}

async function inviteKey({ operations }: RunningServer): Promise<KeyPair> {
  const wish = { role: 'participant', uses: USES, note: '', notBefore: null, expiresAt: null } as const;
  const { code } = await operations['invites.create'](OPERATOR, wish);
  const invite = readInvite(code);
  if (invite.kind !== 'pub') throw new Error(`"${code}" is no code of an invite.`);
  return sodium.signKeyPair(invite.seed);
}
