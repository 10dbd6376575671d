import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Notices } from '../notices/notices.ts';
import { OPERATOR } from '../rooms/actor.ts';
import { testRoom } from './testing.ts';

const PATHS = [
  '/',
  '/alias/',
  '/notice/',
  '/notice/list',
  '/notice/show',
  '/claim',
  '/whois',
  '/assets/',
  '/room/',
];
const BITS = [
  'bob',
  'news',
  '%ff',
  '%00',
  '..',
  '//',
  '?',
  '&',
  'encoding=json',
  'lang=',
  'id=',
  'fr',
  '%2f',
  '@',
  'é',
];
const HOSTS = [
  'room.example',
  'bob.room.example',
  'x.y.room.example',
  '[::1]',
  '0.0.0.0',
  'localhost',
  '.',
  ':',
  '_.room.example',
];
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'];

test('no path, no host and no header make the pages fail', async () => {
  const { app, whoisApp, faults, parts } = await testRoom({ name: 'Garden' }, 'room.example');
  assert.ok(parts.notices instanceof Notices);
  await parts.notices.set(OPERATOR, { name: 'news', language: 'sv', title: '', content: 'Hej.' });
  const text = fc.string({ unit: 'grapheme', maxLength: 8 }).map((part) => encodeURI(part.toWellFormed()));
  const path = fc
    .tuple(fc.constantFrom(...PATHS), fc.array(fc.oneof(fc.constantFrom(...BITS), text), { maxLength: 6 }))
    .map(([first, rest]) => first + rest.join(''));
  const header = fc.oneof(
    fc.constantFrom('fr', 'application/json', '*/*', 'text/html;q=0', '', ',;=;'),
    fc.base64String(),
  );
  const host = fc.oneof(fc.constantFrom(...HOSTS), fc.stringMatching(/^[!-~]{0,20}$/));
  await fc.assert(
    fc.asyncProperty(
      path,
      host,
      header,
      header,
      fc.constantFrom(...METHODS),
      async (at, to, accept, language, method) => {
        const headers = { host: to, accept, 'accept-language': language };
        for (const each of [app, whoisApp]) {
          const answer = await each.request(`http://127.0.0.1${at}`, { method, headers });
          assert.ok(
            answer.status < 500,
            `${method} ${at} at ${to} is ${answer.status}: ${await answer.text()}`,
          );
        }
      },
    ),
    { numRuns: 500 },
  );
  assert.deepEqual(faults, []);
});
