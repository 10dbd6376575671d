/** What the far end does with what it is sent: gives it back, or says a byte for each {@link ACK_BYTES}. */
export type Service = 'echo' | 'sink';

export const SERVICES: readonly Service[] = ['echo', 'sink'];

export const ACK_BYTES = 1024 * 1024;

/** What is sent there and back, at once. */
export const MESSAGE_BYTES = 100;

/** Bytes both ways, as streams of peers are, whatever carries them. */
export interface Duplex extends AsyncIterable<Uint8Array> {
  /** Resolves when more may be written. */
  write(bytes: Uint8Array): Promise<void>;
  /** The next so many bytes; fewer where it ends before. */
  take(length: number): Promise<Uint8Array>;
  end(): Promise<void>;
}

/** A way from one peer to another. */
export interface Path {
  open(service: Service): Promise<Duplex>;
}

/** Does what the other side opened a duplex for, to its end. */
export async function serve(duplex: Duplex, service: Service): Promise<void> {
  let due = 0;
  for await (const bytes of duplex) {
    if (service === 'echo') await duplex.write(bytes);
    else for (due += bytes.length; due >= ACK_BYTES; due -= ACK_BYTES) await duplex.write(Uint8Array.of(0));
  }
  await duplex.end();
}
