import type {
  AppCommands,
  AppMessage,
  AppSetup,
  AppState,
  Command,
  CommandName,
  Staged,
} from './app-messages.ts';
import { addressId, createApp } from './app-plugins.ts';
import { type App, type PeerEntry, pullDrain, type Rpc } from './packages.ts';
import { PullStockStream, toWireError } from './stream.ts';

type Handlers = {
  [Name in CommandName]: (...args: AppCommands[Name]['args']) => AppCommands[Name]['result'];
};

/** One stock app: does what its parent asks over IPC, and tells it of every change. */
const setup: AppSetup = JSON.parse(process.argv[2] ?? '');
const app = await createApp(setup);
const drain = pullDrain();
const streams: PullStockStream[] = [];
let state: AppState = { staged: [], connections: [], portal: null, attendants: null };

const handlers: Handlers = {
  connect: async (address) => (await dial(address, { type: 'room' })).id,
  disconnect: (address) => awaitCallback((done) => app.conn.disconnect(address, done)),
  dialThroughTunnel: async (room, peer, message) => {
    const rpc = await dial(`tunnel:${room}:${peer}~shs:${peer.slice(1, -'.ed25519'.length)}`, {});
    return {
      echo: await call(rpc, ['probe', 'echo'], [message]),
      remoteId: rpc.id,
      seenAs: await call(rpc, ['probe', 'callerId'], []),
    };
  },
  registerAlias: (room, alias) => awaitCallback((done) => roomClient().registerAlias(room, alias, done)),
  revokeAlias: (room, alias) => awaitCallback((done) => roomClient().revokeAlias(room, alias, done)),
  consumeAlias: async (uri) =>
    (await awaitCallback<Rpc>((done) => roomClient().consumeAliasUri(uri, done))).id,
  claimInvite: (uriOrUrl) =>
    awaitCallback((done) => {
      if (app.httpInviteClient === undefined)
        throw new Error(`Cannot claim an invite: a "${setup.generation}" app cannot`);
      app.httpInviteClient.claim(uriOrUrl, done);
    }),
  httpAuth: (name, arg) =>
    awaitCallback((done) => {
      if (app.httpAuthClient === undefined)
        throw new Error(`Cannot sign in: a "${setup.generation}" app cannot`);
      app.httpAuthClient[name](arg, done);
    }),
  plugin: async (name, args) => app.openRooms?.[name]?.(...args),
  call: async (peer, method, args) => call(connectionTo(peer), method, args),
  open: async (peer, kind, method, args) => {
    const { stream } = connectionTo(peer);
    const opened =
      kind === 'source'
        ? new PullStockStream(stream.remoteCall(kind, method, args, () => {}))
        : PullStockStream.duplex(stream.remoteCall(kind, method, args, () => {}));
    return streams.push(opened) - 1;
  },
  read: (stream) => opened(stream).read(),
  write: (stream, value) => opened(stream).write(value),
  end: (stream, message) => opened(stream).end(message),
  abort: (stream) => opened(stream).abort(),
  stop: async () => {
    await awaitCallback((done) => app.close(true, done));
    process.exit();
  },
};

function awaitCallback<T>(start: (done: (error: unknown, value?: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    start((error, value) => {
      if (error) reject(error);
      else resolve(value as T);
    });
  });
}

function roomClient(): NonNullable<App['roomClient']> {
  if (app.roomClient === undefined)
    throw new Error(`Cannot use an alias: a "${setup.generation}" app knows none`);
  return app.roomClient;
}

async function dial(address: string, data: object): Promise<Rpc> {
  const rpc = await awaitCallback<Rpc | false>((done) => app.conn.connect(address, data, done));
  if (!rpc) throw new Error(`Cannot connect to "${address}": an earlier connection to it is ending`);
  return rpc;
}

function call(rpc: Rpc, method: readonly string[], args: unknown[]): Promise<unknown> {
  return awaitCallback((done) => rpc.stream.remoteCall('async', method, args, done));
}

/** The newest connection to `peer`, whichever side opened it. */
function connectionTo(peer: string): Rpc {
  const rpc = app.peers[peer]?.at(-1);
  if (rpc === undefined) throw new Error(`Cannot call "${peer}": not connected to it`);
  return rpc;
}

function opened(stream: number): PullStockStream {
  const found = streams[stream];
  if (found === undefined) throw new Error(`Cannot use stream ${stream}: it was never opened`);
  return found;
}

function send(message: AppMessage): void {
  if (process.connected) process.send?.(message);
}

function update(change: Partial<AppState>): void {
  state = { ...state, ...change };
  send({ kind: 'state', state });
}

async function handle<Name extends CommandName>({ number, command, args }: Command<Name>): Promise<void> {
  try {
    send({ kind: 'result', number, result: await handlers[command](...args) });
  } catch (error) {
    send({ kind: 'failed', number, error: toWireError(error) });
  }
}

function staged([address, data]: PeerEntry): Staged[] {
  return data.key !== undefined && data.room !== undefined
    ? [{ address, peer: data.key, room: data.room }]
    : [];
}

/** Without its scheduler ssb-conn stages nobody that ssb-room-client discovers: this does, in the scheduler's words. */
function stageDiscovered(room: App): void {
  if (room.roomClient === undefined) return;
  const stage = drain<{ address: string; key: string; room: string }>((found) => {
    room.conn.stage(found.address, { type: 'room-attendant', key: found.key, room: found.room });
  });
  stage(room.roomClient.discoveredAttendants());
}

function watch(): void {
  drain<PeerEntry[]>((entries) => update({ staged: entries.flatMap(staged) }))(app.conn.stagedPeers());
  drain<PeerEntry[]>((entries) => {
    update({
      connections: entries.map(([address, data]) => ({
        address,
        peer: data.key ?? addressId(address),
        state: data.state ?? '',
      })),
    });
  })(app.conn.peers());
  drain<{ type: string; address: string; key?: string }>(({ type, address, key }) => {
    send({ kind: 'connection', event: { type, address, peer: key ?? null } });
  })(app.conn.hub().listen());
  if (app.openRooms !== undefined)
    drain<AppState['attendants']>((attendants) => update({ attendants }))(
      app.openRooms['attendants']?.() as never,
    );
  app.on('tunnel:listening', (portal) => update({ portal }));
}

process.on('disconnect', () => process.exit());
process.on('message', (message) => void handle(message as Command));
stageDiscovered(app);
watch();
await app.conn.db().loaded();
send({ kind: 'ready' });
