#!/usr/bin/env node
import { generateKeyPair } from '../../../protocol/crypto/key-pair.ts';
import { sodium } from '../../../protocol/node/index.ts';
import { ClientHandshake } from '../../../protocol/shs/client.ts';
import type { Handshake, HandshakeOutput } from '../../../protocol/shs/handshake.ts';
import { ServerHandshake, serverIdentity } from '../../../protocol/shs/server.ts';

/**
 * Our handshake as shs1-test calls it: `NETWORK_KEY SERVER_SECRET SERVER_PUBLIC` for the server's part,
 * `NETWORK_KEY SERVER_PUBLIC` for the client's, all in hex. It talks over standard input and output, and writes the
 * keys that came of it; a bad other side ends it with exit code 1.
 */
const [networkKey, first, second] = process.argv
  .slice(2)
  .map((hex) => new Uint8Array(Buffer.from(hex, 'hex')));
if (networkKey === undefined || first === undefined) throw new Error('shs1-test gives keys in hex.');
const side: Handshake =
  second === undefined
    ? new ClientHandshake(sodium, networkKey, generateKeyPair(sodium), first)
    : new ServerHandshake(
        sodium,
        networkKey,
        serverIdentity(sodium, { secretKey: first, publicKey: second }),
      );

act(side.start());
process.stdin.on('data', (bytes: Buffer) => act(side.receive(new Uint8Array(bytes))));

function act(outputs: readonly HandshakeOutput[]): void {
  for (const output of outputs) {
    if (output.kind === 'send') process.stdout.write(output.bytes);
    else if (output.kind === 'caller' && side instanceof ServerHandshake) act(side.accept());
    else if (output.kind === 'done') {
      const { sending, receiving } = output.secrets;
      process.stdout.write(Buffer.concat([sending.key, sending.nonce, receiving.key, receiving.nonce]));
    } else process.exit(1);
  }
}
