import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import vectors from '../../spec/vectors/muxrpc.json' with { type: 'json' };
import { type CallType, decodeRequest, encodeRequest } from './request.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (body: Uint8Array) => Buffer.from(body).toString();
const type = fc.constantFrom<CallType | undefined>('async', 'source', 'sink', 'duplex', undefined);

describe('requests', () => {
  for (const { about, body, reads } of vectors.requests) {
    test(`${about}: read`, () => assert.deepEqual(decodeRequest(bytes(body)), { type: undefined, ...reads }));
  }

  for (const { about, says, ...content } of vectors.refused) {
    const body = 'bodyHex' in content ? Buffer.from(content.bodyHex ?? '', 'hex') : bytes(content.body);
    test(`${about}: refused`, () => assert.equal(decodeRequest(body), says));
  }

  test('what is written is read again', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.jsonValue()), type, (name, args, type) => {
        const written = JSON.parse(JSON.stringify({ name, args, type }));
        assert.deepEqual(decodeRequest(encodeRequest({ name, args, type })), { type: undefined, ...written });
      }),
    );
  });

  test('what is nested so deep that walking through it would end the program is refused', () => {
    const nested = (depth: number, open = '[', close = ']') => {
      return bytes(`{"name":["a"],"args":[${open.repeat(depth)}${close.repeat(depth)}]}`);
    };
    assert.equal(typeof decodeRequest(nested(30)), 'object');
    assert.equal(decodeRequest(nested(31)), 'invalid request, nested more than 32 deep');
    assert.equal(decodeRequest(nested(8000)), 'invalid request, nested more than 32 deep');
    assert.equal(decodeRequest(nested(8000, '{"a":', '}')), 'invalid request, nested more than 32 deep');
    const brackets = JSON.stringify({ name: ['a'], args: ['[{'.repeat(100), '\\"[['.repeat(100)] });
    assert.equal(typeof decodeRequest(bytes(brackets)), 'object');
  });

  test('any bytes are a request or a sentence', () => {
    const almost = fc.oneof(
      fc.uint8Array(),
      fc.json().map(bytes),
      fc
        .dictionary(fc.constantFrom('name', 'args', 'type', '__proto__'), fc.jsonValue())
        .map((value) => bytes(JSON.stringify(value))),
    );
    fc.assert(
      fc.property(almost, (body) => {
        const read = decodeRequest(body);
        if (typeof read === 'string') assert.match(read, /^invalid request, /);
        else assert.ok(Array.isArray(read.args) && typeof read.name === 'string');
      }),
      { numRuns: 2000 },
    );
  });

  test('a call of a sync method says async: Go peers refuse any other word', () => {
    assert.equal(
      text(encodeRequest({ name: 'tunnel.ping', args: [], type: 'sync' })),
      '{"name":["tunnel","ping"],"args":[],"type":"async"}',
    );
  });
});
