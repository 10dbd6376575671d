import type { Side } from '../side.ts';
import { timedTrips } from '../sides/trips.ts';
import { ACK_BYTES, type Duplex, MESSAGE_BYTES, type Path } from './path.ts';

/** What a program writes at once. */
const WRITE_BYTES = 64 * 1024;

/** MiB of a turn. */
export function mebibytesOf(quick: boolean): number {
  return quick ? 8 : 64;
}

/** What is measured in a page, and over what. */
export type PageTurns = 'echo' | 'crowded' | 'open' | 'bulk';
export type PagePath = 'link' | 'raw';

/** Readies turns on a path. They run in Node and in pages alike. */
export type OpenTurns = (path: Path, quick: boolean) => Promise<Side>;

/** The median of a message there and back, in milliseconds. */
export const echoTurns: OpenTurns = async (path, quick) => {
  const duplex = await path.open('echo');
  return timedTrips(
    quick,
    () => echoed(duplex),
    () => void duplex.end(),
  );
};

/** The same while the path carries as much as it can besides. */
export const crowdedEchoTurns: OpenTurns = async (path, quick) => {
  const crowd = await crowding(path);
  const echo = await echoTurns(path, quick);
  return {
    turn: () => echo.turn(),
    async [Symbol.asyncDispose]() {
      await crowd[Symbol.asyncDispose]();
      await echo[Symbol.asyncDispose]();
    },
  };
};

/** The median of opening a stream until a message has come back over it, in milliseconds. */
export const openTurns: OpenTurns = (path, quick) => {
  let duplex: Duplex | undefined;
  const trip = async () => {
    duplex = await path.open('echo');
    await echoed(duplex);
  };
  return timedTrips(
    quick,
    trip,
    () => undefined,
    async () => {
      await duplex?.end();
      await duplex?.take(1);
    },
  );
};

/** Milliseconds for each MiB that is sent one way. */
export const bulkTurns: OpenTurns = async (path, quick) => {
  const duplex = await path.open('sink');
  const mebibytes = mebibytesOf(quick);
  const turn = async () => {
    const from = performance.now();
    await carry(duplex, mebibytes);
    return (performance.now() - from) / mebibytes;
  };
  await turn();
  return { turn, [Symbol.asyncDispose]: () => duplex.end() };
};

/** Sends so many MiB, and waits until they have arrived. */
async function carry(duplex: Duplex, mebibytes: number): Promise<void> {
  const arrived = duplex.take(mebibytes);
  const block = new Uint8Array(WRITE_BYTES);
  for (let sent = 0; sent < mebibytes * ACK_BYTES; sent += block.length) await duplex.write(block);
  await arrived;
}

export async function echoed(duplex: Duplex): Promise<void> {
  await duplex.write(new Uint8Array(MESSAGE_BYTES).fill(1));
  const back = await duplex.take(MESSAGE_BYTES);
  if (back[MESSAGE_BYTES - 1] !== 1) throw new Error('A message of the bench does not come back.');
}

/** Sends without a pause until it is disposed. */
async function crowding(path: Path): Promise<AsyncDisposable> {
  const duplex = await path.open('sink');
  let isOver = false;
  const pumping = async () => {
    while (!isOver) await carry(duplex, 1);
  };
  const pumped = pumping();
  return {
    async [Symbol.asyncDispose]() {
      isOver = true;
      await pumped;
      await duplex.end();
    },
  };
}
