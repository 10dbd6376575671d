import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { text } from 'node:stream/consumers';
import { connect, type TLSSocket } from 'node:tls';
import { within } from '../../stock/deadline.ts';

export interface HttpsAnswer {
  readonly status: number | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Asks for a page over https, trusting `ca` alone, on a connection of its own; by another name where one is given. */
export async function ask(
  url: string,
  ca: string,
  accept = 'text/html',
  servername?: string,
): Promise<HttpsAnswer> {
  const asked = request(url, {
    ca,
    agent: new Agent(),
    headers: { accept, ...(servername && { host: servername }) },
    ...(servername && { servername }),
  }).end();
  const [answer] = (await within(`an answer of ${url}`, once(asked, 'response'))) as [IncomingMessage];
  return { status: answer.statusCode, headers: answer.headers, body: await text(answer) };
}

/** One connection of TLS that stays open. */
export async function dial(url: string, ca: string): Promise<TLSSocket> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), ca });
  await within(`a connection to ${url}`, once(socket, 'secureConnect'));
  return socket;
}

/** The fingerprint of the certificate that a new connection gets, whoever vouches for it. */
export async function presented(url: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), rejectUnauthorized: false });
  await within(`a connection to ${url}`, once(socket, 'secureConnect'));
  const { fingerprint256 } = socket.getPeerCertificate();
  socket.destroy();
  return fingerprint256;
}
