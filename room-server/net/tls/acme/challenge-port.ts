import type { RequestListener } from 'node:http';
import { sendOn } from '../tls-server.ts';
import type { Proofs } from './proofs.ts';

/** RFC 8555 §8.3. */
const PLACE = '/.well-known/acme-challenge/';

/** What port 80 answers: proofs to a certificate authority, and to everybody else the same place over https. */
export function challengeListener(proofs: Proofs): RequestListener {
  return (request, response) => {
    const { url = '/' } = request;
    const answer = url.startsWith(PLACE) ? proofs.answerOf(url.slice(PLACE.length)) : undefined;
    if (answer === undefined) return sendOn(request, response);
    response.writeHead(200, { 'content-type': 'application/octet-stream', 'cache-control': 'no-store' });
    response.end(answer);
  };
}
