import assert from 'node:assert/strict';
import { after, describe, type TestContext, test } from 'node:test';
import { systemClock } from '@open-rooms/protocol/node';
import { MemorySignalWire } from '../../testing/signal-wires.ts';
import { LinkError } from '../link.ts';
import { hold, Rtc } from '../rtc/node-rtc.ts';
import type { RtcPeer } from '../rtc/rtc.ts';
import { MediaConnection, type MediaParts } from './media-connection.ts';
import type { SignalWire } from './signal.ts';

const CHANNEL = { id: 1, label: 'test', ordered: false };

let names = 0;

/** Both ends of a media connection in Node, closed with the test. */
function mediaPair(t: TestContext, options: Partial<MediaParts<RtcPeer>> = {}, bothOpen = false) {
  const [a, b] = MemorySignalWire.pair();
  const [c, d] = MemorySignalWire.pair();
  const ends: MediaConnection[] = [];
  const make = (wire: SignalWire, isOpener: boolean, isPolite: boolean) => {
    const reopen = async (): Promise<SignalWire> => {
      const [here, there] = MemorySignalWire.pair();
      ends.find((end) => end !== made)?.accept(there);
      return here;
    };
    const made = new MediaConnection({
      ...{ wire, isOpener, isPolite, reopen, once: true, clock: systemClock, Rtc },
      configuration: () => ({ iceServers: [] }),
      newName: () => `connection ${names++}`,
      mayMake: () => true,
      ...options,
    });
    ends.push(made);
    t.after(() => made.close());
    return made;
  };
  const opener = make(a, true, true);
  const other = make(bothOpen ? c : b, bothOpen, false);
  if (bothOpen) {
    other.accept(b);
    opener.accept(d);
  }
  return { opener, other, wires: [a, b] as const };
}

/** Resolves with the next message. */
function heard(channel: ReturnType<MediaConnection['channel']>): Promise<unknown> {
  return new Promise((resolve) => channel.onMessage(resolve));
}

/** Sends until it is heard, and answers what was heard. */
async function carried(from: MediaConnection, to: MediaConnection, init = CHANNEL): Promise<unknown> {
  const [here, there] = [from.channel(init), to.channel(init)];
  await Promise.all([here.ready, there.ready]);
  const message = heard(there);
  assert.ok(here.send(Uint8Array.of(1, 2, 3)));
  return message;
}

describe('a media connection between two programs in Node', () => {
  const held = hold();
  after(() => held[Symbol.dispose]());

  for (const bothOpen of [false, true]) {
    test(`carries messages, where ${bothOpen ? 'both ask' : 'one asks'} for it`, async (t) => {
      const { opener, other } = mediaPair(t, {}, bothOpen);
      await Promise.all([opener.opened, other.opened]);
      assert.deepEqual(await carried(opener, other), Uint8Array.of(1, 2, 3));
      assert.deepEqual(await carried(other, opener, { ...CHANNEL, id: 700 }), Uint8Array.of(1, 2, 3));
      assert.equal((await opener.path())?.kind, 'direct');
      assert.equal(opener.state.value, 'open');
    });
  }

  test('is made anew where it broke, with the same channels', async (t) => {
    const { opener, other } = mediaPair(t);
    const [here, there] = [opener.channel(CHANNEL), other.channel(CHANNEL)];
    await Promise.all([here.ready, there.ready, opener.opened, other.opened]);
    const first = opener.rtc;
    // Node's connection ends for good where its path is lost.
    first?.close();
    other.rtc?.close();
    const open = Promise.withResolvers<void>();
    const states: string[] = [];
    opener.state.subscribe((state) => {
      states.push(state);
      if (states.includes('silent') && state === 'open') open.resolve();
    });
    await open.promise;
    await Promise.all([here.ready, there.ready]);
    const message = heard(there);
    here.send('again');
    assert.equal(await message, 'again');
    assert.notEqual(opener.rtc, first);
  });

  test('goes on where its signal stream is cut', async (t) => {
    const { opener, other, wires } = mediaPair(t);
    await Promise.all([opener.opened, other.opened]);
    wires[0].abort();
    assert.deepEqual(await carried(opener, other), Uint8Array.of(1, 2, 3));
  });

  test('ends at both ends, and its stream with it', async (t) => {
    const { opener, other, wires } = mediaPair(t);
    await Promise.all([opener.opened, other.opened]);
    other.close();
    assert.equal((await opener.closed).fault, 'left');
    assert.equal((await other.closed).fault, 'closed');
    assert.match(wires[1].written, /"bye":true/);
    assert.throws(() => opener.channel(CHANNEL), { fault: 'closed' });
  });

  test('fails where the far end ends the signalling before it answered', async (t) => {
    const { opener, wires } = mediaPair(t, { isOpener: false });
    await wires[1].end();
    await assert.rejects(opener.opened, { fault: 'refused' });
  });

  test('ends where what is signalled makes no sense', async (t) => {
    const { opener, other } = mediaPair(t, {
      configuration: () => Promise.reject(new Error('no credentials are to be had')),
    });
    await assert.rejects(opener.opened, { fault: 'bad-signal', message: /no credentials/ });
    await assert.rejects(other.opened);
  });

  test('says that there is no path where the own address is hidden, and no relay hides it', async (t) => {
    const hidden = new LinkError('no-path', 'The own address is hidden, and no room names a relay.');
    const { opener, other } = mediaPair(t, { configuration: () => Promise.reject(hidden) });
    await assert.rejects(opener.opened, { fault: 'no-path', message: hidden.message });
    await assert.rejects(other.opened, { fault: 'left' });
  });

  test('sends no tracks, and says so', (t) => {
    const { opener } = mediaPair(t);
    assert.throws(() => opener.addTrack({ kind: 'video', id: 'x' }), { fault: 'unsupported' });
  });
});
