import assert from 'node:assert/strict';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { describe, test } from 'node:test';
import * as v from 'valibot';
import vectors from '../../spec/vectors/shares.json' with { type: 'json' };
import { fromHex, toHex } from '../bytes/hex.ts';
import { publicKeyOf } from '../identity/feed-id.ts';
import { sodium } from '../node/sodium.ts';
import { type Chunk, isGenuine, openChunk, readChunk } from './chunk.ts';
import { ChunkWriter } from './chunk-writer.ts';
import type { MediaPiece } from './media.ts';
import { type FeedFrame, FeedFrameReader, writeFeedFrame } from './share-frames.ts';
import { testPerson } from './test-share.ts';
import { signTicket, ticketSchema, ticketText, verifyTicket } from './ticket.ts';
import {
  type SharerMessage,
  sharerMessageSchema,
  type ViewerMessage,
  viewerMessageSchema,
  WatchMessageReader,
  writeWatchMessage,
} from './watch-messages.ts';

const { secretKey } = testPerson(sodium, 1);
const publicKey = publicKeyOf(vectors.sharer) ?? new Uint8Array(0);

/** The bytes that a vector spells, in their places. */
function pieceOf(said: (typeof vectors.chunks)[number]['piece']): MediaPiece {
  const { config: saidConfig, data, packets, ...others } = said;
  const description =
    saidConfig !== undefined && 'description' in saidConfig ? saidConfig.description : undefined;
  const config = saidConfig && {
    ...saidConfig,
    ...(description === undefined ? {} : { description: fromHex(description) }),
  };
  return {
    ...others,
    ...(config === undefined ? {} : { config }),
    ...(data === undefined ? {} : { data: fromHex(data) }),
    ...(packets === undefined ? {} : { packets: packets.map(fromHex) }),
  } as MediaPiece;
}

describe('chunks', () => {
  const writer = new ChunkWriter({ crypto: sodium, share: vectors.share, secretKey });
  for (const { about, key, head, piece, bytes } of vectors.chunks) {
    test(`${about}: is written`, () => {
      const chunk = writer.write(pieceOf(piece), { epoch: head.epoch, key: fromHex(key) });
      assert.equal(chunk && toHex(chunk.bytes), bytes);
    });

    test(`${about}: is read`, () => {
      const chunk = readChunk(fromHex(bytes));
      assert.deepEqual(chunk, { ...head, bytes: fromHex(bytes) } as Chunk);
      assert.ok(isGenuine(sodium, chunk, publicKey));
      assert.deepEqual(openChunk(sodium, chunk, fromHex(key)), pieceOf(piece));
    });
  }
});

describe('a chunk, as somebody else reads it who has this page only', () => {
  for (const { about, key, head, piece, bytes } of vectors.chunks)
    test(about, () => {
      const chunk = Buffer.from(bytes, 'hex');
      const sealed = chunk.subarray(33, -64);
      const flags = (head.track === 'audio' ? 1 : 0) + (head.isKey ? 2 : 0) + 4 * head.layer;
      const numbers = [head.epoch, head.group, head.sequence, head.needs].map((n) =>
        n.toString(16).padStart(8, '0'),
      );
      const headHex = `${head.share}${numbers.join('')}${flags.toString(16).padStart(2, '0')}`;
      assert.equal(chunk.subarray(0, 33).toString('hex'), headHex);

      const digest = createHash('sha256').update(sealed).digest();
      const said = Buffer.concat([Buffer.from('open-rooms-chunk'), chunk.subarray(0, 33), digest]);
      const x = Buffer.from(publicKey).toString('base64url');
      const jwk = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
      assert.ok(verify(null, said, jwk, chunk.subarray(-64)));

      const track = head.track === 'audio' ? '01' : '00';
      const nonce = Buffer.from(`${numbers[1]}${numbers[2]}${track}${'00'.repeat(15)}`, 'hex');
      const plain = Buffer.alloc(sealed.length - 16);
      assert.ok(sodium.open(plain, sealed.subarray(16), sealed.subarray(0, 16), nonce, fromHex(key)));
      assert.equal(plain.readBigInt64BE(0), BigInt(piece.timestamp));
      const media = plain.subarray(10 + plain.readUInt16BE(8)).toString('hex');
      const packets = piece.packets?.map(
        (packet) => `${(packet.length / 2).toString(16).padStart(4, '0')}${packet}`,
      );
      const duration = piece.duration?.toString(16).padStart(8, '0');
      assert.equal(media, piece.data ?? `${duration}${packets?.join('')}`);
    });
});

describe('tickets', () => {
  for (const { about, text, signed } of vectors.tickets)
    test(about, () => {
      const read = v.parse(ticketSchema, signed);
      const ticket = verifyTicket(sodium, read, read);
      assert.ok(ticket !== undefined);
      assert.equal(ticketText(ticket), text);
      assert.deepEqual(signTicket(sodium, secretKey, ticket), signed);
    });
});

describe('frames', () => {
  for (const { from, frame, bytes } of vectors.frames)
    test(`${frame.kind} of a ${from}`, () => {
      assert.equal(toHex(writeFeedFrame(frame as FeedFrame)), bytes);
      assert.deepEqual([...new FeedFrameReader(from as 'parent' | 'child').read(fromHex(bytes))], [frame]);
    });
});

describe('messages', () => {
  for (const { from, message, bytes } of vectors.messages)
    test(`${message.type} of a ${from}`, () => {
      assert.equal(toHex(writeWatchMessage(message as ViewerMessage | SharerMessage)), bytes);
      const schema = from === 'viewer' ? viewerMessageSchema : sharerMessageSchema;
      assert.deepEqual([...new WatchMessageReader<unknown>(schema).read(fromHex(bytes))], [message]);
    });
});
