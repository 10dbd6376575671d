import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Client, Room, Watching } from '@open-rooms/client';
import { until } from '../../hostile/deadline.ts';
import { within } from '../../stock/deadline.ts';
import { first, isAbsent, reaches } from '../client/person.ts';
import { says, textsOf } from '../client/talking.ts';
import { pictures } from '../shares/sharing.ts';
import { ends, linked } from './linking.ts';
import { deafGuest, enterAll, guest, ModeratedRoom, talkIn } from './moderated-room.ts';

/** Watches what somebody shares in a room; counts what was seen. */
async function watches(client: Client, room: Room, by: Client) {
  const share = await first('a share', client.stage(room), (listed) => listed.by === by.id);
  const watching = await share.watch({ decodes: ['av1', 'h264'] });
  let seen = 0;
  watching.onPiece(() => seen++);
  const sees = async (more = 5) => {
    const enough = seen + more;
    await until(
      `${client.id} to see more, not ${JSON.stringify(watching.state.peek())}`,
      () => seen >= enough,
    );
  };
  return { watching, sees, seen: () => seen };
}

async function isOver(watching: Watching): Promise<void> {
  await until('the watching to end', () => ['ended', 'refused'].includes(watching.state.peek().kind));
}

describe('a ban', () => {
  for (const inTwo of [false, true])
    test(`leaves a modified client that ignores it no picture and no message${inTwo ? ', though another room links them' : ''}`, async () => {
      await using tea = await ModeratedRoom.start();
      await using coffee = await ModeratedRoom.start();
      await using alice = await guest();
      await using bob = await deafGuest();
      await using carol = await guest();
      const [[teaOfAlice], [teaOfBob], [teaOfCarol]] = (await enterAll(
        [alice, bob, carol],
        ...(inTwo ? [tea, coffee] : [tea]),
      )) as [[Room], [Room], [Room]];
      const source = pictures();
      const share = await alice.stage(teaOfAlice).share(source);
      source.run(50);
      const [bobs, carols] = [await watches(bob, teaOfBob, alice), await watches(carol, teaOfCarol, alice)];
      await Promise.all([bobs.sees(), carols.sees()]);
      const [talkOfAlice, talkOfBob, talkOfCarol] = [
        talkIn(alice, teaOfAlice),
        talkIn(bob, teaOfBob),
        talkIn(carol, teaOfCarol),
      ];
      await talkOfAlice.send('before');
      await Promise.all([says(talkOfBob, ['before']), says(talkOfCarol, ['before'])]);
      const link = await linked(alice, bob.id);

      await tea.bans(bob.id, 'spam');
      if (inTwo) await isAbsent(teaOfAlice, bob.id);
      else await ends(link);
      await until('bob to be no viewer', () => share.viewers.peek().every(({ id }) => id !== bob.id));
      const before = bobs.seen();
      await talkOfAlice.send('after');
      await says(talkOfCarol, ['before', 'after']);
      await carols.sees(40);
      assert.ok(bobs.seen() - before <= 2, 'what was under way came yet');
      assert.deepEqual(textsOf(talkOfBob), ['before']);
      // Another share of the room is not theirs, either, and nobody is met through it.
      if (!inTwo) await assert.rejects(within('bob to be kept out', bob.connect(alice.id)));
      source.stop();
    });

  test('tells the banned why, and they are not let in again', async () => {
    await using tea = await ModeratedRoom.start();
    await using bob = await guest();
    const room = await bob.join(tea.address);
    await within('the room to be listed', room.listed);
    await tea.bans(bob.id, 'spam');
    await reaches(room, 'refused');
    assert.deepEqual([room.ended?.why, room.ended?.reason], ['banned', 'spam']);
    await assert.rejects(
      within('bob to be kept out', room.reached(AbortSignal.timeout(10_000))),
      /has banned you \("spam"\)/,
    );
    assert.equal(room.state, 'refused');
  });
});

describe('a viewer', () => {
  test('who writes and rings anyway is not heard, until they are more than that', async () => {
    await using tea = await ModeratedRoom.start();
    await using alice = await guest({ strangers: 'accept' });
    await using bob = await guest();
    await tea.gives(alice.id, 'owner');
    await tea.gives(bob.id, 'viewer');
    const [teaOfAlice, teaOfBob] = await Promise.all([alice.join(tea.address), bob.join(tea.address)]);
    assert.deepEqual([teaOfBob.standing, teaOfBob.may('write')], ['viewer', false]);
    await assert.rejects(talkIn(bob, teaOfBob).send('hello'), /only watch/);
    // From here on their client is a modified one.
    Object.defineProperties(teaOfBob, { may: { value: () => true }, standing: { value: 'participant' } });
    await alice.connect(bob.id);
    await first('a tunnel', bob.peers, ({ id }) => id === alice.id);
    await talkIn(bob, teaOfBob).send('hello');
    await bob.conversations.with(alice.id).send('psst');
    await assert.rejects(bob.ring(alice.id), /only watch/);
    await talkIn(alice, teaOfAlice).send('anybody?');
    await says(talkIn(bob, teaOfBob), ['hello', 'anybody?']);
    assert.deepEqual(textsOf(talkIn(alice, teaOfAlice)), ['anybody?']);
    assert.deepEqual([alice.rings.size, textsOf(alice.conversations.with(bob.id))], [0, []]);

    await tea.gives(bob.id, 'participant');
    await says(talkIn(alice, teaOfAlice), ['hello', 'anybody?']);
    await says(alice.conversations.with(bob.id), ['psst']);
  });

  test('who was more before goes on watching, and shows nothing any more', async () => {
    await using tea = await ModeratedRoom.start();
    await using alice = await guest();
    await using bob = await guest();
    for (const { id } of [alice, bob]) await tea.gives(id, 'participant');
    const [[teaOfAlice], [teaOfBob]] = (await enterAll([alice, bob], tea)) as [[Room], [Room]];
    const [source, other] = [pictures(), pictures()];
    await alice.stage(teaOfAlice).share(source);
    const own = await bob.stage(teaOfBob).share(other);
    source.run(50);
    other.run(50);
    const [bobs, alices] = [await watches(bob, teaOfBob, alice), await watches(alice, teaOfAlice, bob)];
    await Promise.all([bobs.sees(), alices.sees()]);
    await tea.gives(bob.id, 'viewer');
    await isOver(alices.watching);
    await until('bob to be a viewer', () => teaOfBob.standing === 'viewer');
    await until('what bob shared to be over', () => own.state.peek() === 'ended');
    await bobs.sees(10);
    source.stop();
  });
});

describe('a change of mode', () => {
  test('ends what strangers had there, with the reason, and nothing of members', async () => {
    await using tea = await ModeratedRoom.start();
    await using alice = await guest();
    await using bob = await guest();
    await using carol = await guest();
    await tea.gives(alice.id, 'owner');
    await tea.gives(bob.id, 'participant');
    const [[teaOfAlice], [teaOfBob], [teaOfCarol]] = (await enterAll([alice, bob, carol], tea)) as [
      [Room],
      [Room],
      [Room],
    ];
    const source = pictures();
    const share = await alice.stage(teaOfAlice).share(source);
    source.run(50);
    const [bobs, carols] = [await watches(bob, teaOfBob, alice), await watches(carol, teaOfCarol, alice)];
    await Promise.all([bobs.sees(), carols.sees()]);
    const link = await linked(alice, carol.id);
    await tea.becomes('restricted');
    await Promise.all([ends(link), isOver(carols.watching)]);
    await until(
      'carol to be told',
      () => teaOfCarol.ended?.why === 'mode' && teaOfCarol.error?.fault === 'not-let-in',
    );
    await until('carol to watch no more', () => share.viewers.peek().every(({ id }) => id !== carol.id));
    await bobs.sees(10);

    // Whoever is let in again may watch again.
    await tea.gives(carol.id, 'viewer');
    await within('carol to be let in', teaOfCarol.reached(AbortSignal.timeout(20_000)));
    await (await watches(carol, teaOfCarol, alice)).sees();
    source.stop();
  });
});
