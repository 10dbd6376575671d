import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Client } from '@open-rooms/client';
import { LINKS_AT_ONCE } from '../../../client/links/link-limits.ts';
import { within } from '../../stock/deadline.ts';
import { joinBoth } from '../client/meetings.ts';
import { person } from '../client/person.ts';
import { startOurRoom } from '../our-room.ts';
import { linkBoth, linker, said } from './linking.ts';

/** The stream that a base connection would be made of, to somebody who opens links. */
type Raw = ReturnType<Awaited<ReturnType<Client['connect']>>['openLink']>;

/** A frame of yamux, whose head may claim more than follows. */
function frame(type: number, flags: number, stream: number, length: number): Uint8Array {
  const bytes = new Uint8Array(12);
  bytes.set([0, type, 0, flags]);
  const words = new DataView(bytes.buffer);
  words.setUint32(4, stream);
  words.setUint32(8, length);
  return bytes;
}

/** Somebody who opens links, and a stranger who writes by hand what their base connection should be. */
async function scene(attack: (open: () => Raw, target: Client) => Promise<void>): Promise<void> {
  await using room = await startOurRoom({ name: 'Garden' });
  await using target = await linker();
  await using stranger = await person();
  await using friend = await linker();
  await joinBoth(room, stranger, target);
  const peer = await stranger.connect(target.id);
  await attack(() => peer.openLink(), target);
  await joinBoth(room, friend, target);
  const [link] = await linkBoth(friend, target);
  assert.equal((await said(link, 'as ever')).text, 'as ever');
}

describe('a stranger who writes a base connection by hand', () => {
  test('is cut at the head of a frame that claims 4 GiB', () =>
    scene(async (open) => {
      const stream = open();
      await stream.write(frame(0, 1, 1, 0xffff_ffff));
      await assert.rejects(within('the stream to be cut', stream.closed), /a frame has at most/);
    }));

  test('is cut where they ask for answers without end and take none', () =>
    scene(async (open) => {
      const stream = open();
      const pings = new Uint8Array(16_380);
      for (let at = 0; at < pings.length; at += 12) pings.set(frame(2, 1, 0, at), at);
      const flooding = async () => {
        while (true) await stream.write(pings.slice());
      };
      await assert.rejects(within('the stream to be cut', flooding()), /you take no answers/);
    }));

  test('gets no link after the other: each would begin with all that a link may', () =>
    scene(async (open, target) => {
      let links = 0;
      using _watching = target.links.watch({ joined: () => links++, left: () => undefined });
      const refusals: string[] = [];
      for (let tries = 0; tries < 4 * LINKS_AT_ONCE; tries++) {
        const stream = open();
        const answer = stream.closed.then(() => 'ended', String);
        // Bytes that are no yamux end the base connection, and with it the link.
        stream.write(Uint8Array.of(255, ...new Uint8Array(11))).catch(() => undefined);
        refusals.push(await within('the stream to be cut', answer));
      }
      assert.equal(links, LINKS_AT_ONCE);
      assert.equal(refusals.filter((sentence) => sentence.includes('wait')).length, 3 * LINKS_AT_ONCE);
    }));
});
