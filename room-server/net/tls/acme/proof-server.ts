import { createSecureContext, createServer, type Server } from 'node:tls';
import { OLDEST_TLS } from '../certificate.ts';
import type { Proofs } from './proofs.ts';

/** The protocol that a certificate authority speaks to look at a proof (RFC 8737 §4). */
const PROTOCOL = 'acme-tls/1';

/** How that name stands in the first message of a TLS connection: in a list of names, each behind its length. */
const MARK = Buffer.concat([Buffer.of(PROTOCOL.length), Buffer.from(PROTOCOL, 'latin1')]);

/** Whether the first bytes of a TLS connection ask for a proof. */
export function asksForProof(first: Buffer): boolean {
  return first.includes(MARK);
}

/** Shows proofs to the connections that it is given; it listens to no port. Who asks for a name without one is refused. */
export function createProofServer(proofs: Proofs): Server {
  const server = createServer(
    {
      ALPNProtocols: [PROTOCOL],
      minVersion: OLDEST_TLS,
      SNICallback: (name, done) => {
        const proof = proofs.certificateOf(name.toLowerCase());
        if (proof === undefined) done(new Error('no proof is shown for this name'));
        else done(null, createSecureContext({ ...proof, minVersion: OLDEST_TLS }));
      },
    },
    // The certificate is all that was asked for.
    (socket) => socket.end(),
  );
  return server.on('tlsClientError', (_error, socket) => socket.destroy());
}
