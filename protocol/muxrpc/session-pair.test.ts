import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { bodyOf } from './frame.ts';
import { SERVER_LIMITS } from './limits.ts';
import type { CallType } from './request.ts';
import { Session } from './session.ts';
import type { Stream } from './stream.ts';
import { ALL_BYTES, allocate } from './test-sessions.ts';

/** One end of a request: what it sent, what it heard, and how it was over. */
interface End {
  readonly stream: Stream;
  readonly sent: string[];
  readonly heard: string[];
  /** Times that its receiver was told of an end. */
  told: number;
  /** How this side ended it, if it did before it was told. */
  ended?: 'end' | 'fail' | 'abandon';
}

/** One side of a connection in memory, whose every step is somebody else's decision. */
class Side {
  readonly session = new Session(SERVER_LIMITS, allocate, () => undefined);
  /** By the number that the asking side gave, with `+` where it is this side. */
  readonly ends = new Map<string, End>();
  readonly unread: Uint8Array[] = [];

  open(type: CallType): void {
    this.#watch(this.session.request('method', type, []));
  }

  act(choice: number, action: Action, value: string): void {
    const open = [...this.ends.values()].filter(({ stream }) => !stream.sentEnd);
    const end = open[choice % open.length];
    if (end === undefined) return;
    if (action === 'send') {
      const isData =
        end.stream.isCall ||
        end.stream.id < 0 === (end.stream.type === 'source') ||
        end.stream.type === 'duplex';
      if (!isData) return;
      end.sent.push(value);
      end.stream.send(value);
    } else if (action !== 'abandon' || !end.stream.isCall) {
      end.ended = action;
      if (action === 'fail') end.stream.fail(value);
      else end.stream[action]();
    }
  }

  endAll(): void {
    for (const end of this.ends.values()) {
      if (end.stream.sentEnd) continue;
      end.ended = 'end';
      end.stream.end();
    }
  }

  /** Lets the socket take `bytes` more. */
  flush(bytes: number): void {
    this.session.outbox.grant(bytes);
    for (let taken = this.session.outbox.take(); taken !== undefined; taken = this.session.outbox.take()) {
      this.unread.push(Buffer.from(taken));
    }
  }

  /** Reads what `other` sent, at most `bytes` of it. */
  read(other: Side, bytes: number): void {
    const run = Buffer.concat(other.unread.splice(0));
    if (run.length > bytes) other.unread.push(Buffer.from(run.subarray(bytes)));
    for (const event of this.session.receive(Buffer.from(run.subarray(0, bytes)), 0)) {
      if (event.kind === 'request') this.#watch(event.stream);
      else if (event.kind === 'frame') event.stream.receiver?.onFrame(event.frame);
      else if (event.kind === 'end') event.stream.receiver?.onEnd(event.error);
      else assert.fail(event.kind);
    }
  }

  #watch(stream: Stream): void {
    const end: End = { stream, sent: [], heard: [], told: 0 };
    stream.receiver = {
      onFrame: (frame) => end.heard.push(Buffer.from(bodyOf(frame)).toString()),
      onEnd: () => end.told++,
    };
    this.ends.set(`${stream.id > 0 ? '+' : '-'}${Math.abs(stream.id)}`, end);
  }
}

type Action = 'send' | 'end' | 'fail' | 'abandon';

interface Step {
  readonly isLeft: boolean;
  readonly what: { open: CallType } | { act: Action; choice: number } | { flush: number } | { read: number };
}

const open = fc.record({ open: fc.constantFrom<CallType>('async', 'source', 'sink', 'duplex') });
const actions: Action[] = ['send', 'send', 'send', 'end', 'fail', 'abandon'];
const act = fc.record({ act: fc.constantFrom(...actions), choice: fc.nat() });
const flush = fc.record({ flush: fc.nat(400) });
const read = fc.record({ read: fc.nat(200) });
const step: fc.Arbitrary<Step> = fc.record({
  isLeft: fc.boolean(),
  what: fc.oneof(open, act, act, flush, read),
});
const program = fc.array(step, { maxLength: 120, size: 'max' });

function take(steps: readonly Step[]): [Side, Side] {
  const [left, right] = [new Side(), new Side()];
  for (const [count, { isLeft, what }] of steps.entries()) {
    const [own, other] = isLeft ? [left, right] : [right, left];
    if ('open' in what) own.open(what.open);
    else if ('act' in what) own.act(what.choice, what.act, `value ${count}`);
    else if ('flush' in what) own.flush(what.flush);
    else own.read(other, what.read);
  }
  return [left, right];
}

/** Lets everything arrive. */
function settle([left, right]: [Side, Side]): void {
  do {
    left.flush(ALL_BYTES);
    right.flush(ALL_BYTES);
    left.read(right, ALL_BYTES);
    right.read(left, ALL_BYTES);
  } while (left.unread.length + right.unread.length + left.session.outbox.queuedBytes > 0);
}

describe('two sessions, whatever both do at once', () => {
  test('every value arrives once and in order, every stream ends once on both sides, nothing stays open', () => {
    fc.assert(
      fc.property(program, (steps) => {
        const sides = take(steps);
        settle(sides);
        for (const side of sides) {
          side.endAll();
          settle(sides);
        }
        for (const [own, other] of [sides, [...sides].reverse() as [Side, Side]]) {
          assert.equal(own.session.openStreams, 0);
          assert.equal(own.session.outbox.queuedBytes, 0);
          for (const [name, end] of own.ends) {
            const far = other.ends.get(name.replace(/^./, (sign) => (sign === '+' ? '-' : '+')));
            if (far !== undefined) checkStream(end, far);
            // A request that was given up before it left is nobody's.
            else assert.equal(end.ended, 'abandon', `${name} never arrived`);
          }
        }
      }),
      { numRuns: 400 },
    );
  });

  test('a connection that breaks tells each open stream of both sides once', () => {
    fc.assert(
      fc.property(program, (steps) => {
        for (const side of take(steps)) {
          for (const stream of side.session.close()) stream.receiver?.onEnd('gone');
          for (const end of side.ends.values()) checkOver(end);
          assert.equal(side.session.openStreams, 0);
        }
      }),
      { numRuns: 200 },
    );
  });
});

/** Over by its own doing or by being told, once. A call is over with its answer, for both sides. */
function checkOver({ stream, told, ended, sent, heard }: End): void {
  if (stream.isCall) assert.ok(told + heard.length + sent.length + (ended === undefined ? 0 : 1) === 1);
  else assert.equal(told + (ended === undefined ? 0 : 1), 1);
}

function checkStream(end: End, far: End): void {
  checkOver(end);
  assert.deepEqual(end.heard, far.sent.slice(0, end.heard.length));
  const isWhole = far.ended === 'end' && end.ended === undefined;
  if (isWhole) assert.deepEqual(end.heard, far.sent);
}
