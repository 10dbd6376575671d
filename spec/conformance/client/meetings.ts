import assert from 'node:assert/strict';
import type { Client, PeerConnection, Room } from '@open-rooms/client';
import type { StockApp } from '../../stock/app.ts';
import { StockError } from '../../stock/stream.ts';
import { assertTalk, assertTalkWithApp } from '../diagrams/duplex.ts';
import { assertReturns, LONG, SHORT } from './bytes.ts';
import { attends, feedOf, isAbsent, meets } from './person.ts';

/** A room's identity and one of its addresses. */
export interface Place {
  readonly id: string;
  readonly address: string;
}

/** Brings two of ours into a room, where they see each other. */
export async function joinBoth(place: Place, one: Client, other: Client): Promise<[Room, Room]> {
  const rooms: [Room, Room] = [await one.join(place.address), await other.join(place.address)];
  assert.deepEqual([rooms[0].id, rooms[1].id], [place.id, place.id]);
  await attends(rooms[0], other.id);
  await attends(rooms[1], one.id);
  return rooms;
}

/** Two of ours in one room follow each other; answers the connection that the first has. */
export async function befriend(one: Client, other: Client): Promise<PeerConnection> {
  await other.follow(one.id);
  await one.follow(other.id);
  const [there, back] = [await meets(one, other.id), await meets(other, one.id)];
  await assertTalk(there, back);
  return there;
}

/** Two of ours meet in a room, send each other so many bytes through pipes that either opens, and one leaves. */
export async function assertOursMeet(place: Place, one: Client, other: Client, length = LONG): Promise<void> {
  const [room] = await joinBoth(place, one, other);
  const there = await befriend(one, other);
  await assertReturns(there, length);
  await assertReturns(await other.connect(one.id), SHORT);
  await other[Symbol.asyncDispose]();
  await isAbsent(room, other.id);
  assert.equal(one.peers.size, 0);
}

/** A stock app and one of ours in one room: each sees the other. */
export async function joinWithApp(place: Place, ours: Client, app: StockApp): Promise<Room> {
  const room = await ours.join(place.address);
  await app.connect(place.address);
  await app.waitForAttendant(place.id, ours.id);
  await attends(room, app.id);
  return room;
}

/** Our client dials a stock app, both ask each other, and it hangs up. */
export async function assertDialsApp(place: Place, ours: Client, app: StockApp): Promise<void> {
  const peer = await ours.connect(app.id);
  assert.deepEqual([peer.room, peer.opener], [place.id, 'here']);
  await assertTalkWithApp(peer, app, ours.id);
  await app.call(ours.id, ['peer', 'echo'], 'x'.repeat(10_000));
  peer.close();
  await app.waitFor('the tunnel to end', ({ state }) =>
    state.connections.every((other) => other.peer !== ours.id),
  );
}

/** A stock app dials our client. */
export async function assertDialledByApp(place: Place, ours: Client, app: StockApp): Promise<void> {
  // What it asks for is its own probe, which ours has not: the tunnel is there by then.
  await assert.rejects(app.dialThroughTunnel(place.id, ours.id, 'hello'), StockError);
  const peer = await meets(ours, feedOf(app.id));
  assert.deepEqual([peer.room, peer.opener], [place.id, 'there']);
  await assertTalkWithApp(peer, app, ours.id);
}
