import { generateKeyPair, type KeyPair } from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { NETWORK_KEY } from '@open-rooms/protocol/testing';
import { HEADER_PLAIN_BYTES, increment } from '../../protocol/boxstream/layout.ts';
import { BoxReader } from '../../protocol/boxstream/reader.ts';
import { BoxWriter } from '../../protocol/boxstream/writer.ts';
import { TAG_BYTES } from '../../protocol/crypto/secretbox.ts';
import { BodyType, bodyOf, HEAD_BYTES, readRequest, STREAM, writeHead } from '../../protocol/muxrpc/frame.ts';
import { FrameReader } from '../../protocol/muxrpc/frame-reader.ts';
import { ClientHandshake } from '../../protocol/shs/client.ts';
import type { Secrets } from '../../protocol/shs/secrets.ts';
import type { AttackedRoom } from './attacked-room.ts';
import { until, within } from './deadline.ts';
import { type AttackWire, dialWire, type Transport } from './wire.ts';

/** A frame that the server sent. */
interface Answer {
  readonly request: number;
  readonly flags: number;
  readonly body: string;
}

const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/** Somebody with a proven key who writes boxes and frames by hand. */
export class Attacker {
  readonly wire: AttackWire;
  readonly #secrets: Secrets;
  readonly #writer: BoxWriter;
  readonly #reader: BoxReader;
  readonly #frames = new FrameReader(MAX_ANSWER_BYTES);
  /** What the server answered so far, its pings aside. */
  readonly answers: Answer[] = [];

  constructor(wire: AttackWire, secrets: Secrets) {
    this.wire = wire;
    this.#secrets = secrets;
    this.#writer = new BoxWriter(sodium, secrets.sending);
    this.#reader = new BoxReader(sodium, secrets.receiving);
  }

  /** Reads the server's cipher text. */
  receive(bytes: Uint8Array): void {
    for (const run of this.#reader.open(bytes)) {
      this.#frames.push(run);
      for (let frame = this.#frames.next(); frame !== undefined; frame = this.#frames.next()) {
        const request = readRequest(frame, 0);
        const body = Buffer.from(bodyOf(frame)).toString('utf8');
        if (request < 0) this.answers.push({ request: -request, flags: frame[0] ?? 0, body });
      }
    }
  }

  /** Plain text as the box stream carries it. */
  seal(plain: Uint8Array): Uint8Array {
    return this.#writer.seal(plain);
  }

  sendPlain(plain: Uint8Array): void {
    this.wire.write(this.seal(plain));
  }

  /** Sends plain text and waits until the system took it, or the server hung up. */
  pushPlain(plain: Uint8Array): Promise<void> {
    return this.wire.push(this.seal(plain));
  }

  sendFrame(flags: number, request: number, body: Uint8Array | string): void {
    this.sendPlain(rawFrame(flags, request, body));
  }

  /** The answer to a request, when it came. */
  async answerTo(request: number): Promise<Answer> {
    const find = () => this.answers.find((answer) => answer.request === request);
    await until(`an answer to request ${request}`, () => find() !== undefined);
    return find() as Answer;
  }

  /** A box whose header, properly sealed, announces `length`; as the first box of the connection only. */
  firstBox(length: number, body: Uint8Array): Uint8Array {
    const { key, nonce } = this.#secrets.sending;
    const bodyNonce = nonce.slice();
    increment(bodyNonce);
    const header = new Uint8Array(HEADER_PLAIN_BYTES);
    header[0] = length >> 8;
    header[1] = length & 255;
    const cipher = new Uint8Array(body.length);
    sodium.seal(cipher, header.subarray(2), body, bodyNonce, key);
    const box = new Uint8Array(TAG_BYTES + HEADER_PLAIN_BYTES);
    sodium.seal(box.subarray(TAG_BYTES), box.subarray(0, TAG_BYTES), header, nonce, key);
    return Buffer.concat([box, cipher]);
  }
}

/** A frame, its head by hand; `claims` is the length that the head says where it is not the body's. */
export function rawFrame(
  flags: number,
  request: number,
  body: Uint8Array | string,
  claims?: number,
): Uint8Array {
  const bytes = Buffer.from(body);
  const frame = Buffer.alloc(HEAD_BYTES + bytes.length);
  writeHead(frame, 0, flags, claims ?? bytes.length, request);
  bytes.copy(frame, HEAD_BYTES);
  return frame;
}

/** The frame of a request as a well-made peer writes it. */
export function requestFrame(request: number, name: string, type: string, args: unknown[] = []): Uint8Array {
  const body = JSON.stringify({ name: name.split('.'), type, args });
  return rawFrame(BodyType.json | (type === 'async' ? 0 : STREAM), request, body);
}

/** Shakes hands over a wire as anybody can, and reads what comes unless told otherwise later. */
export async function attack(
  room: AttackedRoom,
  transport: Transport,
  keys: KeyPair = generateKeyPair(sodium),
): Promise<Attacker> {
  const wire = await dialWire(room.address(transport), transport);
  const handshake = new ClientHandshake(sodium, NETWORK_KEY, keys, room.key);
  const shaken = Promise.withResolvers<Attacker>();
  let attacker: Attacker | undefined;
  const onBytes = (bytes: Uint8Array): void => {
    if (attacker !== undefined) return attacker.receive(bytes);
    for (const output of handshake.receive(bytes)) {
      if (output.kind === 'send') wire.write(output.bytes);
      if (output.kind !== 'done') continue;
      attacker = new Attacker(wire, output.secrets);
      shaken.resolve(attacker);
      attacker.receive(handshake.rest);
    }
  };
  wire.attach({
    onBytes,
    onDrained: () => {},
    onClosed: () => shaken.reject(new Error('The server hung up during the handshake.')),
  });
  for (const output of handshake.start()) if (output.kind === 'send') wire.write(output.bytes);
  return within('the handshake of an attacker', shaken.promise);
}
