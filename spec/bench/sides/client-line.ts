import { Client, createIdentity, type IncomingPipe } from '@open-rooms/client';
import { nodeRuntime } from '@open-rooms/client/node';
import { writeAddresses } from '@open-rooms/protocol';
import { NETWORK_KEY } from '../peers/join.ts';
import type { RoomTarget } from '../targets/room-target.ts';
import type { Line } from './line.ts';

/** What a program writes at once. */
const WRITE_BYTES = 64 * 1024;

const FILL = 0xa5;

/** A pipe between two of our clients, each with its own connection to the room: all that a person's program does. */
export async function openClientLine(room: RoomTarget): Promise<Line> {
  const arrived = Promise.withResolvers<IncomingPipe>();
  const receiver = await openClient((pipe) => arrived.resolve(pipe));
  const sender = await openClient();
  const address = writeAddresses([{ transport: 'net', host: room.host, port: room.port, key: room.id }]);
  await receiver.join(address);
  await sender.join(address);
  const pipe = (await sender.connect(receiver.id)).pipe();
  const receipt = new ByteReceipt();
  receipt.read((await arrived.promise).accept()).catch((error: unknown) => receipt.fail(error));
  const block = new Uint8Array(WRITE_BYTES).fill(FILL);
  let blocks = 0;
  return {
    async seal(bytes) {
      blocks = Math.ceil(bytes / WRITE_BYTES);
      return blocks * WRITE_BYTES;
    },
    async send() {
      const all = receipt.expect(blocks * WRITE_BYTES);
      for (let sent = 0; sent < blocks; sent++) await pipe.write(block);
      await all;
    },
    close() {
      void sender[Symbol.asyncDispose]();
      void receiver[Symbol.asyncDispose]();
    },
  };
}

function openClient(onPipe?: (pipe: IncomingPipe) => void): Promise<Client> {
  const identity = createIdentity(nodeRuntime.crypto);
  const options = { identity, runtime: nodeRuntime, networkKey: NETWORK_KEY, strangers: 'accept' } as const;
  return Client.open({ ...options, ...(onPipe && { onPipe }) });
}

/** Counts bytes as they arrive, and looks whether they are those that were sent. */
class ByteReceipt {
  #due = 0;
  #arrived = Promise.withResolvers<void>();

  /** Resolves when `bytes` more have come. */
  expect(bytes: number): Promise<void> {
    this.#due += bytes;
    this.#arrived = Promise.withResolvers();
    return this.#arrived.promise;
  }

  /** After the last turn nobody waits for it. */
  fail(error: unknown): void {
    this.#arrived.reject(error);
    this.#arrived.promise.catch(() => undefined);
  }

  async read(stream: AsyncIterable<Uint8Array>): Promise<void> {
    for await (const bytes of stream) {
      if (bytes[0] !== FILL || bytes.at(-1) !== FILL)
        this.fail(new Error('Other bytes came than were sent.'));
      this.#due -= bytes.length;
      if (this.#due <= 0) this.#arrived.resolve();
    }
  }
}
