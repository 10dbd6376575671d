import type { RequestListener } from 'node:http';
import type { Proofs } from './proofs.ts';

/** RFC 8555 §8.3. */
const PLACE = '/.well-known/acme-challenge/';

/**
 * What the port of plain HTTP answers: proofs to a certificate authority, and to everybody else the same place over https.
 *
 * @param web where browsers reach the pages, without a slash at the end.
 */
export function challengeListener(proofs: Proofs, web: string): RequestListener {
  return (request, response) => {
    const { url = '/' } = request;
    const answer = url.startsWith(PLACE) ? proofs.answerOf(url.slice(PLACE.length)) : undefined;
    const headers = { 'cache-control': 'no-store', connection: 'close' };
    if (answer !== undefined) {
      response.writeHead(200, { ...headers, 'content-type': 'application/octet-stream' }).end(answer);
      return;
    }
    const location = `${web}${url.startsWith('/') ? url : '/'}`;
    const told = { ...headers, 'content-type': 'text/plain; charset=utf-8', location };
    // 307: the method stays, and no browser remembers it when the domain is off again.
    response.writeHead(307, told).end(`This room is at ${location}\n`);
  };
}
