import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { test } from 'node:test';
import { failureFrom } from './explain.ts';
import { issueCertificate, makeKey } from './issue.ts';
import { Proofs } from './proofs.ts';

test('an authority that cannot be reached is told as the network tells it', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  const attempt = {
    domain: 'room.example',
    directory: `https://127.0.0.1:${port}/dir`,
    proof: 'tls-alpn-01',
  } as const;
  const asked = issueCertificate({
    ...attempt,
    email: null,
    accountKey: await makeKey(),
    proofs: new Proofs(),
    pause: async () => undefined,
  });
  await assert.rejects(asked, (error: unknown) => {
    assert.match(
      failureFrom(error, attempt).message,
      /^No certificate for room\.example: https:\S+ cannot be asked \(.*ECONNREFUSED.*\); see that this machine is online/,
    );
    return true;
  });
});
