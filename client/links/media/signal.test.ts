import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { VirtualClock } from '@open-rooms/protocol/testing';
import fc from 'fast-check';
import { settled } from '../../testing/fake-world.ts';
import { MemorySignalWire } from '../../testing/signal-wires.ts';
import {
  BadSignal,
  SIGNAL_MAX_BYTES,
  type Signal,
  SignalReader,
  SignalStream,
  writeSignal,
} from './signal.ts';

const OFFER: Signal = {
  connection: 'one',
  count: 1,
  description: { type: 'offer', sdp: `v=0\r\n${'a=x\r\n'.repeat(100)}` },
};
const CANDIDATE: Signal = {
  connection: 'one',
  candidate: { candidate: 'candidate:1 1 udp 1 192.0.2.1 9 typ host', sdpMid: '0', sdpMLineIndex: 0 },
};
const ALL: readonly Signal[] = [OFFER, CANDIDATE, { bye: true }];

describe('signals', () => {
  test('are a length and JSON', () => {
    const bytes = writeSignal({ bye: true });
    assert.deepEqual([bytes[0], new TextDecoder().decode(bytes.subarray(1))], [12, '{"bye":true}']);
    const offer = writeSignal(OFFER);
    const length = offer.length - 2;
    assert.deepEqual([...offer.subarray(0, 2)], [128 + (length % 128), Math.floor(length / 128)]);
  });

  test('are read however their bytes are cut', () => {
    const bytes = new Uint8Array(ALL.flatMap((signal) => [...writeSignal(signal)]));
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length)), (cuts) => {
        const reader = new SignalReader();
        const places = [0, ...cuts.sort((a, b) => a - b), bytes.length];
        const read = places.flatMap((place, at) =>
          reader.read(bytes.subarray(place, places[at + 1] ?? place)),
        );
        assert.deepEqual(read, ALL);
      }),
    );
  });

  test('cost what they have bytes, however they are cut', (context) => {
    const long: Signal = { ...OFFER, description: { type: 'offer', sdp: 'x'.repeat(60_000) } };
    const bytes = writeSignal(long);
    const many = new Uint8Array(Array.from({ length: 500 }, () => [...writeSignal(CANDIDATE)]).flat());
    const copying = context.mock.method(Uint8Array.prototype, 'set');
    const copied = () => copying.mock.calls.reduce((sum, { arguments: [from] }) => sum + from.length, 0);
    const reader = new SignalReader();
    const read = Array.from(bytes, (_, at) => reader.read(bytes.subarray(at, at + 1))).flat();
    assert.deepEqual(read, [long]);
    assert.equal(reader.read(many).length, 500);
    assert.ok(copied() < 3 * (bytes.length + many.length), `${copied()} bytes were copied`);
  });

  test('no bytes make a reader do anything but read or refuse', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 })), (pieces) => {
        const reader = new SignalReader();
        try {
          for (const piece of pieces) reader.read(piece);
        } catch (error) {
          assert.ok(error instanceof BadSignal);
        }
      }),
    );
  });

  test('a length beyond the limit is refused before its bytes have come', () => {
    const head = [0x80 | ((SIGNAL_MAX_BYTES + 1) % 128), 0x80, 0x04];
    assert.throws(() => new SignalReader().read(Uint8Array.from(head)), BadSignal);
    assert.throws(() => new SignalReader().read(new Uint8Array(9).fill(0x80)), BadSignal);
  });
});

/** A stream, what is written to it, and what it tells. */
function stream() {
  const [wire, far] = MemorySignalWire.pair();
  const told: (Signal | 'end')[] = [];
  const signals = new SignalStream(wire, new VirtualClock(), {
    onSignal: (signal) => told.push(signal),
    onEnd: () => told.push('end'),
  });
  return { far, told, signals };
}

describe('a signal stream', () => {
  test('tells what comes, and its end once', async () => {
    const { far, told, signals } = stream();
    for (const signal of ALL) await far.write(writeSignal(signal));
    await far.end();
    await settled();
    signals.close();
    assert.deepEqual(told, [...ALL, 'end']);
  });

  test('whoever sends nonsense is cut', async () => {
    const { far, told } = stream();
    await far.write(Uint8Array.from([2, 0x7b, 0x7d]));
    await settled();
    assert.deepEqual(told, ['end']);
    await assert.rejects(far.write(new Uint8Array(1)));
  });

  test('whoever signals without end is cut', async () => {
    const { far, told } = stream();
    for (let count = 0; count < 300; count++) await far.write(writeSignal(CANDIDATE)).catch(() => undefined);
    await settled();
    assert.equal(told.at(-1), 'end');
    assert.equal(told.length, 201);
  });
});
