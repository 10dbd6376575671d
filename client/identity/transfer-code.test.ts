import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sodium } from '@open-rooms/protocol/node';
import fc from 'fast-check';
import { createIdentity } from './identity.ts';
import { openSealedKey, sealKey } from './sealed-key.ts';
import { newTransferCode, readTransferCode } from './transfer-code.ts';
import { readTransferLink, writeTransferLink } from './transfer-link.ts';
import { isTransferLink } from './transfer-mark.ts';

const CHEAP = { log2N: 4, r: 1, p: 1 };

describe('a key on its way to another device', () => {
  test('arrives by its link and its code', async () => {
    const identity = createIdentity(sodium);
    const code = newTransferCode(sodium);
    const sealed = await sealKey(identity, readTransferCode(code), sodium, { cost: CHEAP });
    const link = writeTransferLink(sealed, 'https://room.example/transfer#top');
    assert.match(link, /^https:\/\/room\.example\/transfer#open-rooms-key=[\w-]{91}$/);
    assert.ok(isTransferLink(link));
    const typed = readTransferCode(code.replaceAll(' ', '-'));
    assert.deepEqual(await openSealedKey(readTransferLink(`\n${link} `), typed, sodium), identity);
  });

  test('has a code of 20 digits, all as likely', () => {
    const counts = new Array<number>(10).fill(0);
    for (let made = 0; made < 200; made++) {
      const code = newTransferCode(sodium);
      assert.match(code, /^(\d{4} ){4}\d{4}$/);
      for (const digit of readTransferCode(code)) counts[Number(digit)] = (counts[Number(digit)] ?? 0) + 1;
    }
    // 400 of each are likely; a sixth off is seven standard deviations.
    for (const count of counts) assert.ok(count > 267 && count < 533, `${counts}`);
    const bytes = [250, 255, 249, ...new Array<number>(19).fill(10)];
    const lots = { ...sodium, randomBytes: () => Uint8Array.of(bytes.shift() ?? 0) };
    assert.equal(newTransferCode(lots), '9000 0000 0000 0000 0000');
  });

  test('is refused in a sentence where link or code are not whole', () => {
    assert.throws(() => readTransferCode('1234 5678'), /it has 20 digits, and 8 are here/);
    assert.throws(() => readTransferCode('my key'), /it has digits only/);
    assert.throws(() => readTransferLink('https://room.example/'), /it is no link of a key/);
    const link = writeTransferLink(new Uint8Array(68).fill(255), 'https://room.example/');
    for (const text of [link.slice(0, -1), `${link}A`, `${link}AA`, `${link.slice(0, -1)}*`])
      assert.throws(() => readTransferLink(text), { name: 'UnreadableText', message: /Copy all of it/ });
  });

  test('is never read as anything else than a key or a refusal', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        for (const read of [
          readTransferCode,
          readTransferLink,
          (rest: string) => readTransferLink(`#open-rooms-key=${rest}`),
        ]) {
          try {
            read(text);
          } catch (error) {
            assert.equal((error as Error).name, 'UnreadableText');
          }
        }
      }),
    );
  });
});
