import assert from 'node:assert/strict';
import type { PeerConnection } from '@open-rooms/client';
import type { StockApp } from '../../stock/app.ts';
import type { StockStream } from '../../stock/stream.ts';

/** Says something at either end of a duplex, and hears it at the other. */
export async function assertDuplex(one: StockStream, other: StockStream): Promise<void> {
  for (const [from, to, text] of [
    [one, other, 'hello'],
    [other, one, 'hello yourself'],
  ] as const) {
    await from.write(Buffer.from(text));
    assert.deepEqual(await to.read(), { value: Buffer.from(text) });
  }
}

/** Two of our own at the ends of one tunnel ask each other. */
export async function assertTalk(one: PeerConnection, other: PeerConnection): Promise<void> {
  for (const peer of [one, other]) assert.equal(await peer.remote['peer.echo'](peer.id), peer.id);
  assert.deepEqual(await one.remote.whoami(), { id: one.id });
}

/** A stock app asks our end of a tunnel, and is asked. */
export async function assertTalkWithApp(peer: PeerConnection, app: StockApp, ours: string): Promise<void> {
  assert.equal(peer.id, app.id);
  assert.deepEqual(await app.call(ours, ['peer', 'echo'], { to: ours }), { to: ours });
  assert.deepEqual(await app.call(ours, ['whoami']), { id: ours });
  assert.ok((await peer.roundTrip()) >= 0);
}
