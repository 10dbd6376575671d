import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../../hostile/deadline.ts';
import { first } from '../client/person.ts';
import { linker } from '../links/linking.ts';
import { startOurRoom } from '../our-room.ts';
import { MutedLinks } from './muted-links.ts';
import { pictures, shares } from './sharing.ts';

test('while the direct connection is silent a share goes over the media connection, and back, and nothing is missed', async () => {
  await using room = await startOurRoom({ name: 'Garden' });
  const source = pictures();
  await using sharer = await shares(room, source);
  const links = new MutedLinks(() => import('@open-rooms/client/links'));
  await using client = await linker({ links: links.load });
  const inRoom = await client.join(room.address);
  const share = await first('a share', client.stage(inRoom), ({ by }) => by === sharer.client.id);
  const watching = await share.watch({ decodes: ['av1'] });
  const seen: number[] = [];
  watching.onPiece(({ timestamp }) => seen.push(timestamp));
  const comes = (way: string) =>
    until(`it to come by "${way}"`, () => watching.source.peek()?.through === way && seen.length > 0);
  await comes('direct');
  const ways: (string | undefined)[] = [];
  watching.source.subscribe((from) => ways.push(from?.through));
  links.isMute = true;
  const from = performance.now();
  await comes('media');
  process.stdout.write(`# over the media connection after ${Math.round(performance.now() - from)} ms\n`);
  const enough = seen.length + 20;
  await until('more to be seen', () => seen.length >= enough);
  links.isMute = false;
  await comes('direct');
  const more = seen.length + 10;
  await until('more to be seen', () => seen.length >= more);
  process.stdout.write(`# ways: ${ways.join(', ')}\n`);
  const places = seen.map((timestamp) => source.pieces.findIndex((piece) => piece.timestamp === timestamp));
  for (const [index, place] of places.entries()) {
    const piece = source.pieces[place];
    const isNext = index === 0 || place === (places[index - 1] ?? 0) + 1;
    // What is older than a keyframe is of no use to anybody.
    assert.ok(isNext || (piece?.track === 'video' && piece.isKey), `${place} after ${places[index - 1]}`);
  }
});
