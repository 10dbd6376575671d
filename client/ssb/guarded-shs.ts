import { FrameGuard } from './frame-guard.ts';
import {
  type Duplex,
  type Source,
  type StockApp,
  type StockConfig,
  shsPlugin,
  type Transform,
  type TransformPlugin,
} from './stock-packages.ts';

/** What the configuration of the app's connections says from now on instead of `shs`. */
const GUARDED = 'open-rooms-shs';

/**
 * Puts a guard behind the secret handshake of an app: everybody in a room may open a tunnel to it, and no frame that
 * comes out of one shall end it. The handshake is secret-stack's own, keys, timers and `auth` as they are configured.
 */
export function guardConnections(app: StockApp, config: StockConfig): void {
  const taken: TransformPlugin[] = [];
  shsPlugin.init(
    {
      auth: (id, done) => app.auth(id, done),
      multiserver: { transform: (transform) => void taken.push(transform) },
    },
    config,
  );
  const [shs] = taken;
  if (shs === undefined) throw new TypeError('secret-stack has brought no handshake');
  app.multiserver.transform({ name: GUARDED, create: () => guarded(shs.create()) });
  for (const direction of [config.connections.incoming, config.connections.outgoing]) {
    for (const [name, entries] of Object.entries(direction)) {
      direction[name] = entries.map((entry) =>
        entry.transform === 'shs' ? { ...entry, transform: GUARDED } : entry,
      );
    }
  }
}

function guarded(shs: Transform): Transform {
  return {
    ...shs,
    create: (options) => (stream, done) =>
      shs.create(options)(stream, (error, open) => {
        if (open === undefined) done(error);
        else done(null, { ...open, source: guardedSource(open) });
      }),
  };
}

function guardedSource({ source }: Duplex): Source {
  const guard = new FrameGuard();
  const broken = new Error('the peer sent a request that is none');
  let isBroken = false;
  return (abort, answer) => {
    if (isBroken) return answer(broken);
    source(abort, (end, bytes) => {
      if (end || guard.passes(bytes as Uint8Array)) return answer(end, bytes);
      isBroken = true;
      source(broken, () => answer(broken));
    });
  };
}
