import { sodium } from '@open-rooms/protocol/node';
import type { BenchCase, Side } from '../case.ts';
import { cpuSeconds } from '../cpu.ts';
import { join } from '../peers/join.ts';
import { onBothRooms } from '../sides/rooms.ts';
import type { RoomTarget } from '../targets/room-target.ts';

/** Handshakes of a turn. */
const COUNT = { full: 300, quick: 60 };

/** How many peers arrive side by side: a stock room answers each of them after 40 ms. */
const AT_ONCE = 12;

export const handshake: BenchCase = {
  name: 'handshake',
  unit: 'ms',
  figure: 'server CPU for a peer that shakes hands, makes one call and hangs up',
  readsCpu: true,
  ...onBothRooms(shakeHands),
  floor: async (_servers, quick) => cryptoOnly(quick),
};

async function shakeHands(room: RoomTarget, quick: boolean): Promise<Side> {
  const count = quick ? COUNT.quick : COUNT.full;
  const visit = async (): Promise<void> => {
    const peer = await join(room);
    await peer.remote['tunnel.ping']();
    peer.close();
    await peer.closed;
  };
  const visits = async (): Promise<void> => {
    for (let visited = 0; visited < count; visited += AT_ONCE) {
      await Promise.all(Array.from({ length: AT_ONCE }, visit));
    }
  };
  const turn = async (): Promise<number> => {
    const before = cpuSeconds(room.pid);
    await visits();
    return ((cpuSeconds(room.pid) - before) * 1000) / count;
  };
  await turn();
  return { turn, async [Symbol.asyncDispose]() {} };
}

/** The dear operations of the called side, in this process: what a handshake costs at least. */
async function cryptoOnly(quick: boolean): Promise<Side> {
  const count = quick ? COUNT.quick : COUNT.full;
  const peer = sodium.signKeyPair(sodium.randomBytes(32));
  const peerEphemeral = sodium.x25519PublicKey(sodium.randomBytes(32));
  const curveSecret = sodium.ed25519ToX25519SecretKey(peer.secretKey);
  const signature = sodium.sign(peerEphemeral, peer.secretKey);
  const shake = (): void => {
    const ephemeralSecret = sodium.randomBytes(32);
    sodium.x25519PublicKey(ephemeralSecret);
    sodium.x25519(ephemeralSecret, peerEphemeral);
    sodium.x25519(curveSecret, peerEphemeral);
    sodium.verify(signature, peerEphemeral, peer.publicKey);
    const peerCurve = sodium.ed25519ToX25519PublicKey(peer.publicKey);
    if (peerCurve !== undefined) sodium.x25519(ephemeralSecret, peerCurve);
    sodium.sign(peerEphemeral, peer.secretKey);
  };
  const turn = async (): Promise<number> => {
    const before = cpuSeconds(process.pid);
    for (let done = 0; done < count; done++) shake();
    return ((cpuSeconds(process.pid) - before) * 1000) / count;
  };
  await turn();
  return { turn, async [Symbol.asyncDispose]() {} };
}
