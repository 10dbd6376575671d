/** Memory for what comes in small pieces: each piece in an array of its own would cost a hundred times its length. */
const BLOCK_BYTES = 4096;

/** Bytes that wait to be read, in order, in not much more memory than they are long. */
export class ByteQueue {
  readonly #blocks: Uint8Array[] = [];
  /** Memory of the last block, and how much of it is filled; none where the last block is full. */
  #tail: Uint8Array | undefined;
  #filled = 0;

  /** The blocks as they would be shifted. */
  get blocks(): readonly Uint8Array[] {
    return this.#blocks;
  }

  /** Copies bytes behind those that wait. */
  push(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const tail = this.#tail;
    if (tail === undefined || tail.length - this.#filled < bytes.length) return this.#pushBlock(bytes);
    tail.set(bytes, this.#filled);
    this.#filled += bytes.length;
    this.#blocks[this.#blocks.length - 1] = tail.subarray(0, this.#filled);
  }

  /** Takes the oldest block, or as much from its front as is wanted. */
  shift(most = Number.POSITIVE_INFINITY): Uint8Array | undefined {
    const [block] = this.#blocks;
    if (this.#blocks.length === 1) this.#tail = undefined;
    if (block === undefined || block.length <= most) return this.#blocks.shift();
    this.#blocks[0] = block.subarray(most);
    return block.subarray(0, most);
  }

  #pushBlock(bytes: Uint8Array): void {
    const isSmall = bytes.length < BLOCK_BYTES;
    const memory = new Uint8Array(isSmall ? BLOCK_BYTES : bytes.length);
    memory.set(bytes);
    this.#blocks.push(memory.subarray(0, bytes.length));
    this.#tail = isSmall ? memory : undefined;
    this.#filled = bytes.length;
  }
}
