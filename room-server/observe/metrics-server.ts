import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Registry } from 'prom-client';
import type { Port } from '../config/config.ts';
import type { Metrics } from './metrics.ts';
import { createRegistry } from './registry.ts';

/** Only this machine: metrics tell how busy a room is and when. */
const LOOPBACK = '127.0.0.1';

/** Names under which a local reader asks. Another one is a web page that points its own name at this machine. */
const LOCAL_NAMES: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** A listener that tells how the server is. Disposing it closes it. */
export interface MetricsServer extends AsyncDisposable {
  /** URL of the metrics; `/healthz` is beside it. */
  readonly url: string;
}

/**
 * Serves `/metrics` and `/healthz` on loopback.
 *
 * @param port 0 takes any free one.
 * @throws the error of the socket, where the port cannot be opened.
 */
export async function startMetricsServer(metrics: Metrics, port: Port): Promise<MetricsServer> {
  const registry = createRegistry(metrics);
  const server = createServer((request, response) => void answer(registry, request, response));
  server.listen(port, LOOPBACK);
  await once(server, 'listening');
  return { url: `http://${LOOPBACK}:${portOf(server)}/metrics`, [Symbol.asyncDispose]: () => close(server) };
}

async function answer(registry: Registry, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const name = request.headers.host?.replace(/:\d+$/, '') ?? '';
  if (!LOCAL_NAMES.has(name)) return send(response, 403, 'Ask by the name 127.0.0.1 or localhost.\n');
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return send(response, 405, 'Only GET is answered.\n');
  if (request.url === '/healthz') return send(response, 200, 'ok\n');
  if (request.url === '/metrics') return send(response, 200, await registry.metrics(), registry.contentType);
  return send(response, 404, 'There are /metrics and /healthz.\n');
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
