import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { failureFrom, failureOf } from './explain.ts';

const ATTEMPT = { domain: 'room.example', directory: 'https://ca.example/dir', proof: 'http-01' } as const;
const problem = (type: string, detail: string) => ({ type: `urn:ietf:params:acme:error:${type}`, detail });

describe('why no certificate came', () => {
  const cases: readonly [type: string, detail: string, sentence: RegExp][] = [
    [
      'dns',
      'NXDOMAIN looking up A',
      /says "NXDOMAIN looking up A"; make an A or AAAA record of room\.example/,
    ],
    [
      'connection',
      'Timeout during connect',
      /; let TCP port 80 of room\.example through firewall and router/,
    ],
    ['unauthorized', 'Invalid response: 404', /; something else answers on port 80 of room\.example/],
    ['unauthorized', 'Failed to connect to 192.0.2.7:80', /; let TCP port 80/],
    ['caa', 'CAA record prevents issuance', /; a CAA record of room\.example/],
    ['new-of-2031', 'Something', /says "Something"; see that room\.example leads to this machine\.$/],
  ];
  for (const [type, detail, sentence] of cases) {
    test(`${type}: ${detail}`, () => {
      assert.match(failureOf(problem(type, detail), ATTEMPT).message, sentence);
    });
  }

  test('is told when to come again', () => {
    const detail = 'too many certificates already issued, retry after 2030-01-16 10:00:00 UTC';
    const { retryAt, message } = failureFrom(new Error(detail), ATTEMPT);
    assert.equal(retryAt, Date.UTC(2030, 0, 16, 10));
    assert.match(message, /asked too often: wait/);
  });

  test('is the network', () => {
    const at = (code: string) => Object.assign(new Error(`connect ${code}`), { code });
    assert.match(
      failureFrom(at('ECONNREFUSED'), ATTEMPT).message,
      /ca\.example.*is online.*--acme-directory/,
    );
    const own = failureFrom(at('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), ATTEMPT).message;
    assert.match(own, /NODE_EXTRA_CA_CERTS/);
  });
});
