/** Bits and numbers of RFC 6455 §5.2. */
const FINAL = 0x80;
const MASKED = 0x80;
const LENGTH_16 = 126;
const LENGTH_64 = 127;

const OpCode = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

export interface FrameOptions {
  readonly opcode?: number;
  readonly final?: boolean;
  readonly masked?: boolean;
  /** The length that the head claims, where it is not the payload's. */
  readonly claims?: number;
}

/** A client's frame. The mask is four zeros, so that the payload stays as it is. */
export function writeFrame(payload: Uint8Array, options: FrameOptions = {}): Uint8Array {
  const { opcode = OpCode.binary, final = true, masked = true, claims = payload.length } = options;
  const short = claims < LENGTH_16 ? claims : claims < 65_536 ? LENGTH_16 : LENGTH_64;
  const lengthBytes = short === LENGTH_16 ? 2 : short === LENGTH_64 ? 8 : 0;
  const head = Buffer.alloc(2 + lengthBytes + (masked ? 4 : 0));
  head[0] = (final ? FINAL : 0) | opcode;
  head[1] = (masked ? MASKED : 0) | short;
  if (lengthBytes === 2) head.writeUInt16BE(claims, 2);
  if (lengthBytes === 8) head.writeBigUInt64BE(BigInt(claims), 2);
  return Buffer.concat([head, payload]);
}

/** Takes a server's frames apart: the payloads of binary messages, as their bytes come. */
export class Unframer {
  #waiting: Buffer = Buffer.alloc(0);
  /** Bytes of the current frame that are still to come. */
  #left = 0;
  #opcode = 0;

  push(bytes: Buffer): Buffer[] {
    this.#waiting = this.#waiting.length === 0 ? bytes : Buffer.concat([this.#waiting, bytes]);
    const parts: Buffer[] = [];
    while (this.#left > 0 || this.#readHead()) {
      if (this.#waiting.length === 0) break;
      const part = this.#waiting.subarray(0, this.#left);
      this.#waiting = this.#waiting.subarray(part.length);
      this.#left -= part.length;
      if (this.#opcode === OpCode.binary) parts.push(part);
    }
    return parts;
  }

  /** Whether a whole head was there; frames without payload are passed over. */
  #readHead(): boolean {
    while (this.#waiting.length >= 2) {
      const short = (this.#waiting[1] ?? 0) & 127;
      const headBytes = 2 + (short === LENGTH_16 ? 2 : short === LENGTH_64 ? 8 : 0);
      if (this.#waiting.length < headBytes) return false;
      this.#opcode = (this.#waiting[0] ?? 0) & 15;
      this.#left = short;
      if (headBytes === 4) this.#left = this.#waiting.readUInt16BE(2);
      if (headBytes === 10) this.#left = Number(this.#waiting.readBigUInt64BE(2));
      this.#waiting = this.#waiting.subarray(headBytes);
      if (this.#left > 0) return true;
    }
    return false;
  }
}
