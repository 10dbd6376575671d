import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Registry } from 'prom-client';
import type { Port } from '../config/config.ts';
import type { Metrics } from './metrics.ts';

/** Only this machine: metrics tell how busy a room is and when. */
const LOOPBACK = '127.0.0.1';

/** Names under which a local reader asks. Another one is a web page that points its own name at this machine. */
const LOCAL_NAMES: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** A listener that tells how the server is. Disposing it closes it. */
export interface MetricsServer extends AsyncDisposable {
  /** URL of the metrics; `/healthz` and `/readyz` are beside it. */
  readonly url: string;
}

/** Why the server is not ready, as a sentence; `undefined` where it is. */
export type WhyNotReady = () => Promise<string | undefined>;

const READY: WhyNotReady = async () => undefined;

/**
 * Serves `/metrics`, `/healthz` and `/readyz` on loopback. It is opened after all other listeners: while it answers, they
 * are open.
 *
 * @param port 0 takes any free one.
 * @throws the error of the socket, where the port cannot be opened.
 */
export async function startMetricsServer(
  metrics: Metrics,
  port: Port,
  whyNotReady: WhyNotReady = READY,
): Promise<MetricsServer> {
  let registry: Promise<Registry> | undefined;
  const told: Told = {
    registry: () => {
      registry ??= openRegistry(metrics);
      return registry;
    },
    whyNotReady,
  };
  const server = createServer((request, response) => {
    // What cannot be counted must not end the room: whoever asks is told.
    answer(told, request, response).catch((error: unknown) => send(response, 500, `${error}\n`));
  });
  server.listen(port, LOOPBACK);
  await once(server, 'listening');
  return { url: `http://${LOOPBACK}:${portOf(server)}/metrics`, [Symbol.asyncDispose]: () => close(server) };
}

/** Made when somebody asks first: many rooms are watched by nobody, and a start is faster without it. */
async function openRegistry(metrics: Metrics): Promise<Registry> {
  const { createRegistry } = await import('./registry.ts');
  return createRegistry(metrics);
}

interface Told {
  readonly registry: () => Promise<Registry>;
  readonly whyNotReady: WhyNotReady;
}

async function answer(
  { registry, whyNotReady }: Told,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const name = request.headers.host?.replace(/:\d+$/, '') ?? '';
  if (!LOCAL_NAMES.has(name)) return send(response, 403, 'Ask by the name 127.0.0.1 or localhost.\n');
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return send(response, 405, 'Only GET is answered.\n');
  if (request.url === '/healthz') return send(response, 200, 'ok\n');
  if (request.url === '/readyz') {
    const reason = await whyNotReady();
    return reason === undefined ? send(response, 200, 'ready\n') : send(response, 503, `${reason}\n`);
  }
  if (request.url === '/metrics') {
    const all = await registry();
    return send(response, 200, await all.metrics(), all.contentType);
  }
  return send(response, 404, 'There are /metrics, /healthz and /readyz.\n');
}

function send(
  response: ServerResponse,
  status: number,
  body: string,
  type = 'text/plain; charset=utf-8',
): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
}

function portOf(server: Server): Port {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The metrics server has no port.');
  return address.port;
}

async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
