import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import vectors from '../../spec/vectors/stun.json' with { type: 'json' };
import { fromHex, toHex } from '../bytes/hex.ts';
import { answerBinding, STUN_ANSWER_MAX_EXTRA_BYTES, STUN_REQUEST_MAX_BYTES } from './answer.ts';
import { bindingRequest, readBindingAnswer } from './binding.ts';
import { writeMessage } from './fingerprint.ts';
import { AttributeType, attribute, MessageType, readMessage } from './message.ts';
import { readXorAddress, type TransportAddress, writeXorAddress } from './transport-address.ts';

const transactionId = fromHex(vectors.transactionId);
const FROM: TransportAddress = { ip: Uint8Array.of(192, 0, 2, 1), port: 32_853 };

const ip = fc.oneof(...[4, 16].map((length) => fc.uint8Array({ minLength: length, maxLength: length })));
const address = fc.record({ ip, port: fc.integer({ min: 0, max: 65_535 }) }, { noNullPrototype: true });
const id = fc.uint8Array({ minLength: 12, maxLength: 12 });
const attributes = fc.array(
  fc
    .tuple(fc.constantFrom(0x0003, 0x0006, 0x0008, 0x0024, 0x8022, 0x8029), fc.uint8Array({ maxLength: 40 }))
    .map(([type, value]) => attribute(type, value)),
  { maxLength: 8 },
);
/** Requests, whole and then damaged at some places, or cut. */
const almostRequest = fc
  .tuple(
    fc.tuple(id, attributes).map(([of, inside]) => writeMessage(MessageType.bindingRequest, of, ...inside)),
    fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { maxLength: 3 }),
    fc.option(fc.nat(400)),
  )
  .map(([whole, damage, cut]) => {
    const bytes = whole.slice(0, cut ?? whole.length);
    for (const [at, byte] of damage) if (at < bytes.length) bytes[at] = byte;
    return bytes;
  });

/** The types of the attributes of a message, as four digits each. */
function typesOf(bytes: Uint8Array): string[] {
  return (readMessage(bytes)?.attributes ?? []).map(({ type: of }) => of.toString(16).padStart(4, '0'));
}

describe('the vectors of RFC 5769', () => {
  for (const { is, message, ip: host, port, xorAddress } of vectors.answers) {
    test(`${is}: the mapped address is read, and written the same`, () => {
      const wanted = { ip: fromHex(host), port };
      assert.deepEqual(readBindingAnswer(fromHex(message), transactionId), wanted);
      assert.deepEqual(writeXorAddress(wanted, transactionId), fromHex(xorAddress));
    });

    test(`${is}: a damaged byte makes it no answer`, () => {
      const bytes = fromHex(message);
      // Damaged, the type of the fingerprint is that of another attribute, and not every answer has a fingerprint.
      const fingerprintType = [bytes.length - 8, bytes.length - 7];
      for (const at of [...bytes.keys()].filter((index) => !fingerprintType.includes(index))) {
        const damaged = bytes.with(at, (bytes[at] ?? 0) ^ 1);
        assert.equal(readBindingAnswer(damaged, transactionId), undefined, `byte ${at}`);
      }
    });
  }

  for (const { is, message, unknown } of vectors.requests) {
    test(is, () => {
      const answer = answerBinding(fromHex(message), FROM);
      assert.ok(answer);
      const read = readMessage(answer);
      assert.deepEqual(read?.transactionId, readMessage(fromHex(message))?.transactionId);
      const named = read?.attributes.find(({ type: of }) => of === AttributeType.unknownAttributes);
      assert.equal(toHex(named?.value ?? new Uint8Array(0)), unknown.join(''));
      assert.deepEqual(typesOf(answer), unknown.length > 0 ? ['0009', '000a', '8028'] : ['0020', '8028']);
    });
  }
});

describe('a server of addresses', () => {
  test('tells where a request came from, closed with a fingerprint', () => {
    fc.assert(
      fc.property(address, id, (from, of) => {
        const answer = answerBinding(bindingRequest(of), from);
        assert.ok(answer);
        assert.deepEqual(readBindingAnswer(answer, of), from);
        assert.equal(readBindingAnswer(answer, of.with(0, (of[0] ?? 0) ^ 1)), undefined);
        const covered = answer.subarray(0, -8);
        assert.equal(
          new DataView(answer.buffer).getUint32(answer.length - 4),
          (crc32(covered) ^ 0x5354554e) >>> 0,
        );
      }),
    );
  });

  test('answers a request as short as one can be: 20 bytes, without a fingerprint', () => {
    const bare = fromHex(`00010000 2112a442 ${vectors.transactionId}`);
    assert.equal(answerBinding(bare, FROM)?.length, 40);
  });

  test('whatever comes is answered, briefly, or left alone', () => {
    const anything = fc.oneof(fc.uint8Array({ maxLength: 700 }), almostRequest);
    const outcomes = new Set<string>();
    fc.assert(
      fc.property(anything, address, (bytes, from) => {
        const answer = answerBinding(bytes, from);
        outcomes.add(answer === undefined ? 'nothing' : (typesOf(answer)[0] ?? 'no attribute'));
        if (answer === undefined) return;
        assert.ok(answer.length <= bytes.length + STUN_ANSWER_MAX_EXTRA_BYTES);
        // No answer is a question: two servers never keep each other busy.
        assert.equal(answerBinding(answer, from), undefined);
      }),
      { numRuns: 3_000 },
    );
    assert.deepEqual([...outcomes].sort(), ['0009', '0020', 'nothing']);
  });

  test('leaves other messages alone: indications, other methods, answers, RFC 3489', () => {
    for (const head of ['0011', '0003', '0101', '0111', '4001', '8001'])
      assert.equal(answerBinding(fromHex(`${head}0000 2112a442 ${vectors.transactionId}`), FROM), undefined);
    assert.equal(answerBinding(fromHex(`00010000 00000000 ${vectors.transactionId}`), FROM), undefined);
  });

  test('reads no request that is longer than any path is sure to carry', () => {
    const software = (length: number) => attribute(0x8022, new Uint8Array(length));
    const longest = STUN_REQUEST_MAX_BYTES - 20 - 4 - 8;
    const request = (length: number) =>
      writeMessage(MessageType.bindingRequest, transactionId, software(length));
    assert.equal(request(longest).length, STUN_REQUEST_MAX_BYTES);
    assert.ok(answerBinding(request(longest), FROM));
    assert.equal(answerBinding(request(longest + 1), FROM), undefined);
  });
});

test('whatever is read as an address is written the same, and nothing else is an address', () => {
  const value = fc.oneof(
    fc.uint8Array({ maxLength: 24 }),
    address.map((of) => writeXorAddress(of, transactionId)),
  );
  fc.assert(
    fc.property(value, (bytes) => {
      const read = readXorAddress(bytes, transactionId);
      if (read !== undefined) assert.deepEqual(writeXorAddress(read, transactionId), bytes.with(0, 0));
    }),
  );
});
