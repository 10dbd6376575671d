import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { describe, test } from 'node:test';
import { MAIN_NETWORK_KEY } from '@open-rooms/protocol';
import type { Sources } from './read-config.ts';
import { configFolder, read } from './test-config.ts';

const { fileWith, folder } = configFolder();

describe('where a setting comes from', () => {
  test('a flag wins over the environment, that over the file, that over the default', () => {
    const config = fileWith('{"port": 3, "httpPort": 3, "whoisPort": "off"}');
    const env = { OPEN_ROOMS_PORT: '2', OPEN_ROOMS_HTTP_PORT: '2' };
    const { port, httpPort, whoisPort, metricsPort } = read({ flags: { port: '1' }, env, config });
    assert.deepEqual(
      { port, httpPort, whoisPort, metricsPort },
      { port: 1, httpPort: 2, whoisPort: 'off', metricsPort: 9464 },
    );
  });

  test('the environment can name the file; --config wins over it', () => {
    const config = fileWith('{"name": "Garden"}');
    assert.equal(read({ env: { OPEN_ROOMS_CONFIG: config } }).name, 'Garden');
    assert.equal(read({ env: { OPEN_ROOMS_CONFIG: join(folder, 'missing.json') }, config }).name, 'Garden');
  });

  test('an empty variable counts as none', () => {
    assert.equal(read({ env: { OPEN_ROOMS_PORT: '', OPEN_ROOMS_CONFIG: '' } }).port, 8008);
  });

  test('without any source the defaults of the contract hold', () => {
    assert.deepEqual(read({}), {
      data: resolve('open-rooms-data'),
      host: null,
      port: 8008,
      httpPort: 3000,
      tls: 'off',
      tlsCert: null,
      tlsKey: null,
      domain: null,
      acmeEmail: null,
      acmeDirectory: 'https://acme-v02.api.letsencrypt.org/directory',
      acmeHttpPort: 80,
      whoisPort: 26819,
      metricsPort: 9464,
      stunPort: 3478,
      trustedProxies: [],
      proxyHeader: 'x-forwarded-for',
      turn: [],
      turnUser: null,
      turnPassword: null,
      turnSecret: null,
      publicHost: null,
      publicWeb: null,
      aliasSubdomains: false,
      name: null,
      description: null,
      mode: 'open',
      networkKey: new Uint8Array(Buffer.from(MAIN_NETWORK_KEY, 'base64')),
      limits: 'default',
      claim: null,
      logLevel: 'info',
      json: false,
    });
  });
});

describe('spellings', () => {
  test('every port may be 0', () => {
    const flags = { port: '0', httpPort: '0', whoisPort: '0', metricsPort: '0', stunPort: '0' };
    const { port, httpPort, whoisPort, metricsPort, stunPort } = read({ flags });
    assert.deepEqual([port, httpPort, whoisPort, metricsPort, stunPort], [0, 0, 0, 0, 0]);
  });

  test('a network key is read as base64 and as hexadecimal', () => {
    const bytes = Buffer.from(MAIN_NETWORK_KEY, 'base64');
    for (const networkKey of [MAIN_NETWORK_KEY, bytes.toString('hex'), bytes.toString('hex').toUpperCase()]) {
      assert.deepEqual(read({ flags: { networkKey } }).networkKey, new Uint8Array(bytes));
    }
  });

  test('hosts lose brackets and capitals; a folder becomes absolute; a name loses its edges', () => {
    const config = read({
      flags: { host: '[::1]', publicHost: 'Room.Example', data: 'x', name: ' Garden ' },
    });
    assert.equal(config.host, '::1');
    assert.equal(config.publicHost, 'room.example');
    assert.equal(config.data, resolve('x'));
    assert.equal(config.name, 'Garden');
  });

  test('a switch is read from each source', () => {
    assert.equal(read({ flags: { json: true } }).json, true);
    assert.equal(read({ env: { OPEN_ROOMS_JSON: '1' } }).json, true);
    assert.equal(read({ config: fileWith('{"json": true}') }).json, true);
    assert.equal(read({ env: { OPEN_ROOMS_JSON: 'false' }, config: fileWith('{"json": true}') }).json, false);
  });
});

describe('a value that cannot be used', () => {
  const port = 'a port is a whole number from 0 (any free port) to 65535';
  const hostName = 'this is a host name or an IP address alone, without "http://", port or path';
  const cases: readonly [sources: Partial<Sources>, sentence: string][] = [
    [{ flags: { port: '65536' } }, `Cannot use "65536" for --port: ${port}.`],
    [{ flags: { port: '-1' } }, `Cannot use "-1" for --port: ${port}.`],
    [{ flags: { port: 'off' } }, `Cannot use "off" for --port: ${port}.`],
    [
      { env: { OPEN_ROOMS_WHOIS_PORT: 'no' } },
      `Cannot use "no" for OPEN_ROOMS_WHOIS_PORT: ${port}, or "off" to leave it closed.`,
    ],
    [
      { flags: { mode: 'secret' } },
      'Cannot use "secret" for --mode: use one of "open", "community", "restricted".',
    ],
    [
      { flags: { publicWeb: 'room.example' } },
      'Cannot use "room.example" for --public-web: this is a URL without a path, such as https://room.example.',
    ],
    [
      { flags: { publicWeb: 'https://room.example/rooms' } },
      'Cannot use "https://room.example/rooms" for --public-web: this is a URL without a path, such as https://room.example.',
    ],
    [
      { flags: { trustedProxies: '10.0.0.1 proxy.example' } },
      'Cannot use "10.0.0.1 proxy.example" for --trusted-proxies: a proxy is an IP address, a network such as 10.0.0.0/8, "loopback" or "private".',
    ],
    [
      { flags: { proxyHeader: 'via' } },
      'Cannot use "via" for --proxy-header: use one of "x-forwarded-for", "forwarded".',
    ],
    [{ flags: { limits: 'some' } }, 'Cannot use "some" for --limits: use one of "default", "none".'],
    [
      { flags: { publicHost: 'http://room.example' } },
      `Cannot use "http://room.example" for --public-host: ${hostName}.`,
    ],
    [
      { flags: { publicHost: 'room.example:3000' } },
      `Cannot use "room.example:3000" for --public-host: ${hostName}.`,
    ],
    [
      { flags: { host: '' } },
      'Cannot use "" for --host: this is one address of this machine, such as 127.0.0.1, 0.0.0.0 or ::.',
    ],
    [{ flags: { data: '' } }, 'Cannot use "" for --data: this is the path of a folder.'],
    [{ flags: { name: '  ' } }, 'Cannot use "  " for --name: a room needs a name of a letter or more.'],
    [
      { flags: { networkKey: 'abc' } },
      'Cannot use "abc" for --network-key: a network key is 32 bytes as base64 (44 characters) or hexadecimal (64 digits).',
    ],
    [
      { flags: { logLevel: 'loud' } },
      'Cannot use "loud" for --log-level: use one of "error", "warn", "info", "debug", "silent".',
    ],
    [{ env: { OPEN_ROOMS_JSON: 'yes' } }, 'Cannot use "yes" for OPEN_ROOMS_JSON: use "true" or "false".'],
    [
      { env: { OPEN_ROOMS_CLAIM: 'too-short' } },
      'Cannot use that word for OPEN_ROOMS_CLAIM: the word of a claim link has 16 to 128 letters, digits, "-" or "_".',
    ],
  ];

  for (const [sources, sentence] of cases) {
    test(sentence, () => {
      assert.throws(() => read(sources), { name: 'StartError', code: 'bad-setting', message: sentence });
    });
  }
});

describe('a config file that cannot be used', () => {
  const cases: readonly [text: string, sentence: RegExp][] = [
    [
      '{"prot": 1}',
      /^Cannot use the config file .+config\.json: "prot" is no setting; the settings are data, host, port,/,
    ],
    ['{"toString": 1}', /"toString" is no setting/],
    ['{"port": "x"}', /^Cannot use "x" for "port" in .+config\.json: a port is a whole number/],
    ['{"port": 1.5}', /^Cannot use "1.5" for "port" in /],
    ['{"port": null}', /: "port" has to be text, a number, true or false, not null\.$/],
    ['[8008]', /it has to be one JSON object, such as \{"port": 8008\}\.$/],
    ['{port: 8008}', /^Cannot use the config file .+config\.json: it is no JSON \(/],
  ];

  for (const [text, sentence] of cases) {
    test(text, () => {
      assert.throws(() => read({ config: fileWith(text) }), { code: 'bad-setting', message: sentence });
    });
  }

  test('one that is not there', () => {
    const config = join(folder, 'missing.json');
    assert.throws(() => read({ config }), {
      code: 'bad-setting',
      message: /^Cannot read the config file .+missing\.json: ENOENT/,
    });
  });
});
