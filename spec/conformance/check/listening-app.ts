import { freePort } from '../../programs/free-port.ts';
import { within } from '../../stock/deadline.ts';
import { type App, clientPlugins, mainNetwork, secretStack, ssbKeys } from '../../stock/packages.ts';
import { temporaryDirectory } from '../../temporary-directory.ts';

/** A secret-stack 6.4.1 app with ssb-room-client that listens, as pubs do, and is no room. */
export async function startListeningApp(): Promise<{ readonly address: string } & AsyncDisposable> {
  await using started = new AsyncDisposableStack();
  const { path } = started.use(await temporaryDirectory());
  const keys = ssbKeys().generate();
  // multiserver takes port 0 for a number of its own choice, which may be in use.
  const port = await freePort();
  const { conn, roomClient } = clientPlugins();
  const outgoing = [{ transform: 'shs' }];
  const app: App = secretStack()({ appKey: mainNetwork() }).use(conn).use(roomClient)({
    path,
    keys,
    conn: { autostart: false },
    connections: {
      incoming: {
        net: [{ scope: 'device', transform: 'shs', host: '127.0.0.1', port }],
        tunnel: [{ scope: 'public', transform: 'shs' }],
      },
      outgoing: { net: outgoing, tunnel: outgoing },
    },
  });
  started.defer(() => new Promise((resolve) => app.close(true, () => resolve())));
  const listening = Promise.withResolvers<void>();
  const events: { on(event: string, listener: () => void): void } = app;
  events.on('multiserver:listening', listening.resolve);
  await within('the app to listen', listening.promise);
  const all = started.move();
  const key = keys.public.replace('.ed25519', '');
  return { address: `net:127.0.0.1:${port}~shs:${key}`, [Symbol.asyncDispose]: () => all.disposeAsync() };
}
