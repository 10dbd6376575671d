import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { describe, test } from 'node:test';
import type { Sources } from './read-config.ts';
import { configFolder, read } from './test-config.ts';

const { fileWith } = configFolder();

describe('a certificate', () => {
  test('is two files, absolute, and needs no other setting', () => {
    const { tls, tlsCert, tlsKey } = read({
      flags: { tlsCert: 'a.pem' },
      env: { OPEN_ROOMS_TLS_KEY: '/b.pem' },
    });
    assert.deepEqual([tls, tlsCert, tlsKey], ['off', resolve('a.pem'), resolve('/b.pem')]);
  });

  const cases: readonly [flags: Sources['flags'], sentence: string][] = [
    [
      { tlsCert: 'a.pem' },
      'Cannot use --tls-cert alone: a certificate and its key belong together, so give --tls-key too.',
    ],
    [
      { tlsKey: 'b.pem' },
      'Cannot use --tls-key alone: a certificate and its key belong together, so give --tls-cert too.',
    ],
    [
      { tls: 'self-signed', tlsCert: 'a.pem', tlsKey: 'b.pem' },
      'Cannot use --tls self-signed together with --tls-cert: leave out one of them.',
    ],
    [{ tls: 'on' }, 'Cannot use "on" for --tls: use one of "off", "self-signed".'],
    [{ tlsCert: '' }, 'Cannot use "" for --tls-cert: this is the path of a file.'],
  ];
  for (const [flags, sentence] of cases) {
    test(sentence, () => {
      assert.throws(() => read({ flags }), { name: 'StartError', code: 'bad-setting', message: sentence });
    });
  }
});

describe('a domain', () => {
  test('is where browsers look: port 443, links without a port, and a certificate by ACME', () => {
    const { httpPort, publicHost, publicWeb, acmeDirectory } = read({ flags: { domain: 'Room.Example.' } });
    assert.deepEqual([httpPort, publicHost], [443, 'room.example']);
    assert.deepEqual(publicWeb, { secure: true, host: 'room.example', port: 443 });
    assert.match(acmeDirectory, /letsencrypt/);
  });

  test('leaves what others are told as it is said', () => {
    const flags = { domain: 'room.example', httpPort: '8443', publicWeb: 'https://room.example:8443' };
    const { httpPort, publicWeb } = read({ flags });
    assert.deepEqual([httpPort, publicWeb?.port], [8443, 8443]);
  });

  const cases: readonly [flags: Sources['flags'], sentence: string][] = [
    [
      { acmeEmail: 'ann@room.example' },
      'Cannot use --acme-email without --domain: name the domain that it is for.',
    ],
    [
      { domain: 'room.example', tls: 'self-signed' },
      'Cannot use --domain together with --tls self-signed: the room has one certificate, so leave out one of them.',
    ],
    [
      { domain: '192.0.2.7' },
      'Cannot use "192.0.2.7" for --domain: this is a full domain name such as room.example, without "https://", port or path.',
    ],
    [
      { domain: 'room.example', acmeEmail: 'ann' },
      'Cannot use "ann" for --acme-email: this is an e-mail address such as ann@room.example.',
    ],
    [
      { domain: 'room.example', acmeDirectory: 'http://ca.example/dir' },
      'Cannot use "http://ca.example/dir" for --acme-directory: this is a URL that begins with "https://".',
    ],
  ];
  for (const [flags, sentence] of cases) {
    test(sentence, () => {
      assert.throws(() => read({ flags }), { name: 'StartError', code: 'bad-setting', message: sentence });
    });
  }

  test('has no names below it', () => {
    const flags = { domain: 'room.example', aliasSubdomains: true };
    assert.throws(() => read({ flags }), /--alias-subdomains together with --domain.*wildcard/);
  });
});

describe('TURN', () => {
  const URLS = ['turn:relay.example:3478', 'turns:relay.example?transport=tcp'];
  const RULE =
    'a TURN server is turn:HOST:PORT or turns:HOST:PORT, with "?transport=tcp" behind it where that is meant';

  test('has several servers, and a secret or one user for them', () => {
    const { turn, turnSecret } = read({ flags: { turn: URLS.join(' '), turnSecret: 's' } });
    assert.deepEqual([turn, turnSecret], [URLS, 's']);
    const config = fileWith(JSON.stringify({ turn: URLS, turnUser: 'u' }));
    const fromFile = read({ config, env: { OPEN_ROOMS_TURN_PASSWORD: 'p' } });
    assert.deepEqual([fromFile.turn, fromFile.turnUser, fromFile.turnPassword], [URLS, 'u', 'p']);
  });

  const url = 'turn:a';
  const cases: readonly [flags: Sources['flags'], sentence: string][] = [
    [{ turn: 'stun:a', turnSecret: 's' }, `Cannot use "stun:a" for --turn: ${RULE}.`],
    [{ turn: 'turn:a b', turnSecret: 's' }, `Cannot use "turn:a b" for --turn: ${RULE}.`],
    [
      { turn: 'turn:a turn:b turn:c turn:d turn:e', turnSecret: 's' },
      'Cannot use "turn:a turn:b turn:c turn:d turn:e" for --turn: a room names at most 4 of them, since browsers try them all.',
    ],
    [
      { turn: url },
      'Cannot use --turn alone: peers need credentials, so give --turn-secret, or --turn-user and --turn-password.',
    ],
    [{ turnSecret: 's' }, 'Cannot use --turn-secret without --turn: name the TURN server that it is for.'],
    [{ turn: url, turnUser: 'u' }, 'Cannot use --turn-user alone: give --turn-password too.'],
    [{ turn: url, turnPassword: 'p' }, 'Cannot use --turn-password alone: give --turn-user too.'],
    [
      { turn: url, turnSecret: 's', turnUser: 'u' },
      'Cannot use --turn-secret together with --turn-user or --turn-password: leave out one of them.',
    ],
    [
      { turn: url, turnSecret: 'no \u00e9' },
      'Cannot use that word for --turn-secret: it has 1 to 256 plain characters.',
    ],
    [
      { aliasSubdomains: true },
      'Cannot use --alias-subdomains without a domain name: give it with --public-host.',
    ],
    [
      { aliasSubdomains: true, publicHost: '192.0.2.1' },
      'Cannot use --alias-subdomains without a domain name: give it with --public-host.',
    ],
    [
      { turn: url, turnUser: 'u', turnPassword: '' },
      'Cannot use that word for --turn-password: it has 1 to 256 plain characters.',
    ],
  ];
  for (const [flags, sentence] of cases) {
    test(sentence, () => {
      assert.throws(() => read({ flags }), { name: 'StartError', code: 'bad-setting', message: sentence });
    });
  }

  test('only a setting that may be given again may be a list', () => {
    assert.throws(() => read({ config: fileWith('{"name": ["a"]}') }), {
      message: /"name" has to be text, a number, true or false, not \["a"\]\.$/,
    });
    assert.throws(() => read({ config: fileWith('{"turn": [1]}') }), { message: /"turn" has to be text/ });
  });
});
