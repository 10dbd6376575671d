import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTransferPage } from './transfer-page.ts';

const OWN = 'https://here.example';

test('the address of a page that gives keys is read as people write it', () => {
  for (const [typed, origin] of [
    ['https://room.example', 'https://room.example'],
    [' https://room.example/room/@bob@elsewhere?lang=fr#x ', 'https://room.example'],
    ['room.example', 'https://room.example'],
    ['room.example:3000/room', 'https://room.example:3000'],
    ['http://localhost:3000', 'http://localhost:3000'],
    ['HTTPS://Room.Example/', 'https://room.example'],
    ['https://rооm.example', 'https://xn--rm-fmca.example'],
  ] as const)
    assert.equal(String(readTransferPage(typed, OWN)), `${origin}/transfer`, typed);
});

test('the page here, and what is none, are refused', () => {
  for (const typed of [OWN, 'here.example', 'https://here.example:443/room'])
    assert.equal(readTransferPage(typed, OWN), 'own', typed);
  for (const typed of [
    '',
    'hello there',
    'javascript:alert(1)',
    'javascript://here.example/%0aalert(1)',
    'data://x',
    'ws://room.example',
    'https://here.example@room.example',
    'https://',
  ])
    assert.equal(readTransferPage(typed, OWN), 'unreadable', typed);
});
