import assert from 'node:assert/strict';
import { goes, linked, linker } from '../conformance/links/linking.ts';
import { startOurRoom } from '../conformance/our-room.ts';
import { startRoomProcess } from '../conformance/server-process.ts';
import { until } from '../hostile/deadline.ts';
import { startCoturn } from '../turn/coturn.ts';
import { hiddenGuest, RELAYED } from './hidden-guest.ts';
import { describeInBrowser } from './in-browser.ts';
import { chatOf, guest, rowOf, said, say } from './inside.ts';

const SECRET = 'correct horse';
/** The key of the person, as the page has it. */
const OWN_ID = `document.querySelector('or-app').page.self.value.key.value.id`;
const THROUGH_ROOM = /^through the room, encrypted, \d+ ms$/;

/** A browser to which a network is one that lets no UDP through. */
const NO_UDP = '--force-webrtc-ip-handling-policy=disable_non_proxied_udp';

describeInBrowser('who hides their address in a browser', (inBrowser) => {
  inBrowser('is relayed by the TURN server of the room, and both sides say so', async (open, t) => {
    await using coturn = await startCoturn(t, { secret: SECRET });
    if (coturn === undefined) return;
    const flags = ['--turn', coturn.url, '--turn', coturn.tcpUrl, '--turn-secret', SECRET];
    await using room = await startOurRoom({ name: 'Tea', flags });
    const ann = await hiddenGuest(open, room, 'Ann');
    const bob = await hiddenGuest(open, room, 'Bob');
    await rowOf(ann.page, 'Bob').getByText(RELAYED).waitFor();
    await rowOf(bob.page, 'Ann').getByText(RELAYED).waitFor();
    await until('coturn to say so', () => coturn.hasRelayed());
    await say(chatOf(ann.page), 'Good morning!');
    await said(chatOf(bob.page), 'Good morning!').waitFor();
    assert.deepEqual([...ann.complaints, ...bob.complaints], []);
  });

  inBrowser('goes on talking by the relay when the room is killed', async (open, t) => {
    await using coturn = await startCoturn(t, { secret: SECRET });
    if (coturn === undefined) return;
    const flags = ['--turn', coturn.url, '--turn-secret', SECRET];
    await using room = await startRoomProcess({ name: 'Tea', flags });
    const ann = await hiddenGuest(open, room, 'Ann');
    const bob = await hiddenGuest(open, room, 'Bob');
    const sides = [
      { tab: ann, other: 'Bob' },
      { tab: bob, other: 'Ann' },
    ];
    for (const { tab, other } of sides) await rowOf(tab.page, other).getByText(RELAYED).waitFor();
    await say(chatOf(ann.page), 'Before');
    await said(chatOf(bob.page), 'Before').waitFor();
    await room.kill();
    for (const { isIn } of [ann, bob]) await isIn('reconnecting');
    await say(chatOf(ann.page), 'Are you still there?');
    await said(chatOf(bob.page), 'Are you still there?').waitFor();
    await say(chatOf(bob.page), 'As ever');
    await said(chatOf(ann.page), 'As ever').waitFor();
    for (const { tab, other } of sides) {
      await rowOf(tab.page, other).getByText(RELAYED).waitFor();
      assert.equal(await chatOf(tab.page).getByRole('article').count(), 3, 'nothing stands there twice');
    }
  });

  inBrowser('shows a program in Node no more than the relay', async (open, t) => {
    await using coturn = await startCoturn(t, { secret: SECRET });
    if (coturn === undefined) return;
    const flags = ['--turn', coturn.url, '--turn-secret', SECRET];
    await using room = await startOurRoom({ name: 'Tea', flags });
    const ann = await hiddenGuest(open, room, 'Ann');
    const id = await ann.page.evaluate<string>(OWN_ID);
    await using bob = await linker();
    await bob.join(room.address);
    await bob.connect(id);
    const link = await linked(bob, id);
    await goes(link, 'relayed');
  });

  inBrowser('talks through a room that names no relay, and is told so', async (open) => {
    await using room = await startOurRoom({ name: 'Tea' });
    const ann = await hiddenGuest(open, room, 'Ann');
    const bob = await hiddenGuest(open, room, 'Bob');
    await rowOf(ann.page, 'Bob').getByText(THROUGH_ROOM).waitFor();
    await say(chatOf(bob.page), 'Good morning!');
    await said(chatOf(ann.page), 'Good morning!').waitFor();
    assert.deepEqual([...ann.complaints, ...bob.complaints], []);
  });
});

describeInBrowser(
  'two in a network that lets no UDP through',
  (inBrowser) => {
    inBrowser('talk through the room, and are told so', async (open) => {
      await using room = await startOurRoom({ name: 'Tea' });
      const ann = await guest(open, room, 'Ann');
      const bob = await guest(open, room, 'Bob');
      await rowOf(ann.page, 'Bob').getByText(THROUGH_ROOM).waitFor();
      await rowOf(bob.page, 'Ann').getByText(THROUGH_ROOM).waitFor();
      await say(chatOf(ann.page), 'Good morning!');
      await said(chatOf(bob.page), 'Good morning!').waitFor();
      assert.deepEqual([...ann.complaints, ...bob.complaints], []);
    });

    inBrowser('are relayed over TCP where the room names a TURN server that has it', async (open, t) => {
      await using coturn = await startCoturn(t, { secret: SECRET });
      if (coturn === undefined) return;
      const flags = ['--turn', coturn.url, '--turn', coturn.tcpUrl, '--turn-secret', SECRET];
      await using room = await startOurRoom({ name: 'Tea', flags });
      const ann = await guest(open, room, 'Ann');
      const bob = await guest(open, room, 'Bob');
      await rowOf(ann.page, 'Bob').getByText(RELAYED).waitFor();
      await rowOf(bob.page, 'Ann').getByText(RELAYED).waitFor();
    });
  },
  [NO_UDP],
);
