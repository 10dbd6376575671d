import assert from 'node:assert/strict';
import { test } from 'node:test';
import { strengthOf } from './strength.ts';

test('words are weighed as words, not by their letters', () => {
  for (const [passphrase, strength] of [
    ['', 'weak'],
    ['password1', 'weak'],
    ['aaaaaaaaaaaaaaaaaaaaaaaa', 'weak'],
    ['abcdefghijklmnop', 'weak'],
    ['1234567890123456', 'weak'],
    ['tea tea tea tea tea', 'weak'],
    ['correct horse', 'weak'],
    ['correct horse battery', 'fair'],
    ['correct horse battery staple', 'strong'],
    ['quatre mots sans rapport', 'strong'],
    ['x9#Kq2$vLw7!', 'strong'],
    ['84713029561840', 'fair'],
  ] as const)
    assert.equal(strengthOf(passphrase), strength, passphrase);
});
