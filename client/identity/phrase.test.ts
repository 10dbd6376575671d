import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { UnreadableText } from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { entropyToMnemonic } from '@scure/bip39';
import { wordlist as FRENCH } from '@scure/bip39/wordlists/french.js';
import fc from 'fast-check';
import { createIdentity } from './identity.ts';
import { identityOfPhrase, phraseOf } from './phrase.ts';

/** Of the README of ssb-keys-mnemonic, which Manyverse uses: 24 words for each half of the private key. */
const SSB_ID = '@1nf1T1tUSa43dWglCHzyKIxV61jG/EeeL1Xq1Nk8I3U=.ed25519';
const SSB_SEED =
  'body hair useful camp warm into cause riot two bamboo kick educate dinosaur advice seed type crisp where guilt avocado output rely lunch goddess';
const SSB_PUBLIC =
  'stool sausage fatigue repeat duty strike tape public celery dumb develop extra shed volcano glide test elegant vapor step stick eternal own miss pottery';

const read = (text: string) => identityOfPhrase(text, sodium);

/** The phrase with one word replaced. */
function withWord(at: number, word: string): string {
  return SSB_SEED.split(' ').with(at, word).join(' ');
}

function says(text: string, sentence: RegExp): void {
  assert.throws(
    () => read(text),
    (error) => {
      assert.ok(error instanceof UnreadableText);
      assert.equal(error.fault, 'bad-key');
      assert.match(error.message, sentence);
      return true;
    },
  );
}

describe('a phrase', () => {
  test('is the key of other SSB apps, in half of their words or in all', () => {
    assert.equal(read(SSB_SEED).id, SSB_ID);
    assert.equal(read(`${SSB_SEED} ${SSB_PUBLIC}`).id, SSB_ID);
    assert.equal(phraseOf(read(SSB_SEED)), SSB_SEED);
  });

  test('comes back whole, whatever the key', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (seed) => {
        const pair = sodium.signKeyPair(seed);
        const identity = { ...createIdentity(sodium), ...pair };
        assert.deepEqual(read(phraseOf(identity)).secretKey, pair.secretKey);
        assert.deepEqual(read(entropyToMnemonic(seed, FRENCH)).secretKey, pair.secretKey);
      }),
      { numRuns: 30 },
    );
  });

  test('is read however it was written down', () => {
    const numbered = SSB_SEED.split(' ')
      .map((word, at) => `${at + 1}. ${word.toUpperCase()},\n`)
      .join('');
    assert.equal(read(numbered).id, SSB_ID);
    const french = entropyToMnemonic(read(SSB_SEED).secretKey.subarray(0, 32), FRENCH);
    assert.equal(read(french.normalize('NFC')).id, SSB_ID);
    assert.equal(read(french.normalize('NFD').replace(/\p{M}/gu, '')).id, SSB_ID);
  });
});

describe('a phrase that is wrong', () => {
  test('names the word that is none, and the one that is near', () => {
    says(
      withWord(1, 'hiar'),
      /word 2, "hiar", is none of the 2048 that there are\. Is it "hair" or "liar"\?$/,
    );
    says(withWord(1, 'hairdresser'), /Is it "hair"\?$/);
    says(withWord(11, 'educator'), /word 12, "educator", .* Is it "educate"\?$/);
    says(withWord(23, 'qqqqqq'), /word 24, "qqqqqq", .* Look at it again\.$/);
  });

  test('says how many words are missing, or too many', () => {
    says(SSB_SEED.replace('body ', ''), /it has 23 words, and 24 are needed: 1 missing\.$/);
    says(`${SSB_SEED} ${SSB_SEED} body`, /it has 49 words, .* 25 too many\.$/);
    says('', /it has 0 words/);
    says('body', /it has 1 word,/);
    says('x'.repeat(2001), /it is longer than 2000 characters/);
  });

  test('says that words do not fit together, and quotes none of them', () => {
    says(SSB_SEED.split(' ').reverse().join(' '), /do not fit together/);
    says(`${SSB_SEED} ${SSB_SEED}`, /its two halves are of two keys/);
    for (const text of [withWord(0, 'hair'), `${SSB_SEED} ${SSB_SEED}`, `${SSB_SEED} body`]) {
      assert.throws(
        () => read(text),
        (error) => error instanceof Error && !/hair|goddess/.test(error.message),
      );
    }
  });

  test('never does anything but answer or say so', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.array(fc.constantFrom('body', 'hair', 'agent', 'éolien'))),
        (any) => {
          try {
            read(typeof any === 'string' ? any : any.join(' '));
          } catch (error) {
            assert.ok(error instanceof UnreadableText, String(error));
          }
        },
      ),
    );
  });
});
