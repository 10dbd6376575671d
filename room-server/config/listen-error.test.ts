import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, test } from 'node:test';
import { listenError } from './listen-error.ts';
import { readConfig } from './read-config.ts';

/** What the system says to a second listener, and to one on an address of nobody (RFC 5737). */
async function failureOf(port: number, host: string): Promise<unknown> {
  const [error] = await once(createServer().listen(port, host), 'error');
  return error;
}

describe('a port that cannot be opened', () => {
  test('in use: names the port and the flag', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    assert.ok(address !== null && typeof address === 'object');
    const cause = await failureOf(address.port, '127.0.0.1');
    const config = readConfig({
      flags: { port: String(address.port), metricsPort: String(address.port) },
      env: {},
    });
    const { code, message } = listenError(cause, 'port', config) as Error & { code: string };
    assert.equal(code, 'port-in-use');
    assert.equal(
      message,
      `Cannot listen on port ${address.port}: another program uses it. Stop that program, or give --port another port or 0 for any free port.`,
    );
    assert.match(
      String(listenError(cause, 'metricsPort', config)),
      /give --metrics-port another port or "off"\.$/,
    );
    server.close();
  });

  test('an address of another machine: names the address', async () => {
    const config = readConfig({ flags: { host: '192.0.2.1' }, env: {} });
    const cause = await failureOf(0, '192.0.2.1');
    assert.match(
      String(listenError(cause, 'port', config)),
      /Cannot listen on address "192\.0\.2\.1": this machine has no such address/,
    );
  });

  test('a port that needs rights: says which ports do not', () => {
    const config = readConfig({ flags: { httpPort: '80' }, env: {} });
    const cause = Object.assign(new Error('listen EACCES'), { code: 'EACCES' });
    assert.match(
      String(listenError(cause, 'httpPort', config)),
      /port 80: this user may not open it. Give --http-port/,
    );
  });

  test('anything else stays what it is', () => {
    const cause = new TypeError('our fault');
    assert.equal(listenError(cause, 'port', readConfig({ flags: {}, env: {} })), cause);
  });
});
