import assert from 'node:assert/strict';
import { startOurRoom } from '../conformance/our-room.ts';
import { describeInBrowser } from './in-browser.ts';
import { startModuleServer } from './module-server.ts';
import { lastSeen, SharePages, sees } from './share-pages.ts';
import type { Made, Viewing } from './shared-picture.ts';

/** What was on its way to somebody when they were removed. */
const FORGIVEN_MS = 500;

/** On a machine that is busy somebody else may want a keyframe meanwhile, once and again; not whenever somebody comes. */
const TRIES = 3;

/** Somebody comes late, and no keyframe is made for them. */
async function joinsForNothing(pages: SharePages): ReturnType<SharePages['viewer']> {
  const asked = async () => (await pages.sharer.ask<Made>('made')).asked;
  for (let tries = 1; ; tries++) {
    const before = await asked();
    const late = await pages.viewer();
    const after = await asked();
    if (after === before) return late;
    assert.ok(tries < TRIES, `${after - before} keyframes are made for whoever comes`);
    await pages.close(late);
  }
}

describeInBrowser('a share whose sharer feeds two', (inBrowser) => {
  inBrowser('goes by viewers to viewers: who comes late costs the sharer nothing', async (open) => {
    await using server = await startModuleServer();
    await using room = await startOurRoom({ name: 'Tea' });
    const pages = await SharePages.share(open, { server, room, fanOut: 2 });
    await pages.more(5);
    const late = await joinsForNothing(pages);
    const groups = await Promise.all(pages.viewers.map(({ ask }) => ask<number>('groupsUntilShown')));
    // One of them may have come just when a group ended.
    assert.ok(groups.filter((count) => count === 1).length >= 4, `${groups} groups until the first picture`);
    const { isFedHere } = await pages.sharer.ask<Viewing>('viewing', late.id);
    assert.equal(isFedHere, false);

    const { forwarder, children } = await pages.forwarder();
    await pages.close(forwarder);
    const closedAt = Date.now();
    await Promise.all(children.map((child) => sees(child, closedAt)));
    console.log(`children of a page that was closed see again after ${Date.now() - closedAt} ms`);
    await Promise.all(pages.viewers.map((viewer) => sees(viewer)));

    const liar = await pages.forwarder();
    await liar.forwarder.ask('corrupt');
    await Promise.all(liar.children.map((child) => child.ask('leaves', liar.forwarder.id)));
    await Promise.all(pages.viewers.map((viewer) => sees(viewer)));

    await pages.sharer.ask('remove', late.id);
    const removedAt = Date.now();
    await late.ask('becomes', { state: 'ended', why: 'removed' });
    const others = pages.viewers.filter((viewer) => viewer !== late);
    await Promise.all(others.map((viewer) => sees(viewer, removedAt)));
    const last = await lastSeen(late);
    assert.ok(last.age > Date.now() - removedAt - FORGIVEN_MS, `${last.age} ms old`);
  });
});
