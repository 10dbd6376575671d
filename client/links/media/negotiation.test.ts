import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { Negotiation, type Step, type Wish } from './negotiation.ts';
import type { CandidateSignal, DescriptionSignal } from './signal.ts';

type Message = DescriptionSignal | CandidateSignal;

/** What RTCPeerConnection would allow: each step checks that it is. */
class FakeConnection {
  state: 'stable' | 'offered' = 'stable';
  negotiations = 0;

  offer(): void {
    assert.equal(this.state, 'stable', 'offers only where no other offer is out');
    this.state = 'offered';
  }

  takeOffer(rollback: boolean): void {
    assert.equal(this.state, rollback ? 'offered' : 'stable', 'an offer of ours is taken back before');
    this.state = 'stable';
    this.negotiations++;
  }

  takeAnswer(): void {
    assert.equal(this.state, 'offered');
    this.state = 'stable';
    this.negotiations++;
  }
}

/** An end whose negotiation is done at once, and whose messages wait to be carried. */
class End {
  readonly negotiation: Negotiation;
  readonly sent: Message[] = [];
  readonly steps: string[] = [];
  readonly #name: string;
  readonly #once: boolean;
  connection = '';
  rtc = new FakeConnection();
  #count = 0;
  /** The last descriptions, for when a stream is lost. */
  readonly #last: { offer?: Message; answer?: Message } = {};

  constructor(name: string, isPolite: boolean, once = false) {
    this.#name = name;
    this.#once = once;
    this.negotiation = new Negotiation({
      ...{ isPolite, once, mayMake: () => true },
      newName: () => `${name}${++this.#count}`,
    });
  }

  wish(wish: Wish): void {
    this.#do(this.negotiation.wish(wish));
  }

  hear(message: Message): void {
    this.#do(this.negotiation.heard(message));
  }

  /** The stream was lost, and there is another: an offer that waits for its answer is said again. */
  sayAgain(): void {
    if (this.negotiation.isOffering && this.#last.offer !== undefined) this.sent.push(this.#last.offer);
  }

  #do(step: Step | undefined): void {
    if (step === undefined) return;
    this.steps.push(step.kind);
    if ('isNew' in step && step.isNew) {
      this.connection = step.connection;
      this.rtc = new FakeConnection();
    }
    if (step.kind === 'offer') {
      this.rtc.offer();
      this.#say('offer');
    } else if (step.kind === 'answer') {
      this.rtc.takeOffer(step.rollback);
      this.#say('answer');
    } else if (step.kind === 'take-answer') this.rtc.takeAnswer();
    else if (step.kind === 'answer-again' && this.#last.answer !== undefined) {
      this.sent.push(this.#last.answer);
      this.sayAgain();
    }
  }

  #say(type: 'offer' | 'answer'): void {
    const once = this.#once ? ({ once: true } as const) : {};
    const sdp = `a=ice-ufrag:${this.#name}${this.#count++}`;
    const { count } = this.negotiation;
    const message = { connection: this.connection, count, description: { type, sdp }, ...once };
    this.#last[type] = message;
    this.sent.push(message);
  }
}

/** Carries everything until nobody says anything more. */
function carryAll(polite: End, other: End): void {
  for (let turn = 0; polite.sent.length + other.sent.length > 0; turn++) {
    assert.ok(turn < 1000, 'it comes to an end');
    for (const message of polite.sent.splice(0)) other.hear(message);
    for (const message of other.sent.splice(0)) polite.hear(message);
  }
}

function pair(once: readonly [boolean, boolean] = [false, false]): [polite: End, other: End] {
  return [new End('p', true, once[0]), new End('o', false, once[1])];
}

function assertAgreed(polite: End, other: End): void {
  assert.equal(polite.connection, other.connection);
  for (const end of [polite, other]) {
    assert.equal(end.negotiation.isOffering, false);
    assert.equal(end.rtc.state, 'stable');
    assert.equal(end.negotiation.isAnswered, true);
  }
}

describe('a negotiation', () => {
  test('the opener offers, the other answers', () => {
    const [polite, other] = pair();
    other.wish('renew');
    carryAll(polite, other);
    assert.deepEqual([polite.steps, other.steps], [['answer'], ['offer', 'take-answer']]);
    assertAgreed(polite, other);
  });

  test('both open at once: the polite end leaves its own connection', () => {
    const [polite, other] = pair();
    polite.wish('renew');
    other.wish('renew');
    carryAll(polite, other);
    assert.deepEqual(
      [polite.steps, other.steps],
      [
        ['offer', 'answer'],
        ['offer', 'take-answer'],
      ],
    );
    assertAgreed(polite, other);
  });

  for (const wish of ['offer', 'restart'] as const) {
    test(`both ${wish} at once: the polite end takes back its own, on the same connection`, () => {
      const [polite, other] = pair();
      polite.wish('renew');
      carryAll(polite, other);
      const { connection, rtc } = polite;
      polite.wish(wish);
      other.wish(wish);
      carryAll(polite, other);
      assertAgreed(polite, other);
      assert.equal(polite.connection, connection);
      assert.equal(polite.rtc, rtc);
      assert.equal(polite.steps.at(-1), 'answer');
    });
  }

  test('candidates of an offer that gave way are left out, those of its answer are not', () => {
    const [polite, other] = pair();
    polite.wish('renew');
    carryAll(polite, other);
    polite.wish('restart');
    other.wish('restart');
    const [ignored] = polite.sent.splice(0);
    assert.ok(ignored && 'description' in ignored);
    other.hear(ignored);
    const candidateOf = (sdp: string): CandidateSignal => ({
      connection: polite.connection,
      candidate: {
        candidate: `candidate:1 1 udp 1 192.0.2.1 9 typ host ufrag ${sdp.split(':')[1]}`,
        sdpMid: '0',
        sdpMLineIndex: 0,
      },
    });
    assert.equal(other.negotiation.heard(candidateOf(ignored.description.sdp)), undefined);
    for (const message of other.sent.splice(0)) polite.hear(message);
    const [answer] = polite.sent.splice(0);
    assert.ok(answer && 'description' in answer);
    other.hear(answer);
    assert.equal(other.negotiation.heard(candidateOf(answer.description.sdp))?.kind, 'take-candidate');
    assert.equal(other.negotiation.heard(candidateOf(ignored.description.sdp)), undefined);
  });

  test('an answer that was lost is said again, and the offer is not taken twice', () => {
    const [polite, other] = pair();
    other.wish('renew');
    for (const message of other.sent.splice(0)) polite.hear(message);
    polite.sent.splice(0);
    other.sayAgain();
    carryAll(polite, other);
    assertAgreed(polite, other);
    assert.deepEqual(polite.steps, ['answer', 'answer-again']);
    assert.equal(polite.rtc.negotiations, 1);
  });

  test('where one end negotiates only once, a new connection takes the place of a restart', () => {
    for (const once of [
      [true, false],
      [false, true],
      [true, true],
    ] as const) {
      const [polite, other] = pair(once);
      polite.wish('renew');
      carryAll(polite, other);
      const { connection } = polite;
      other.wish('offer');
      assert.deepEqual(other.sent, [], 'tracks cannot be added');
      polite.wish('restart');
      other.wish('restart');
      carryAll(polite, other);
      assertAgreed(polite, other);
      assert.notEqual(polite.connection, connection);
    }
  });

  test('makes no connection that it may not, but for the first that is wished for here', () => {
    let made = 0;
    const negotiation = new Negotiation({
      ...{ isPolite: true, once: false, mayMake: () => false },
      newName: () => `own ${++made}`,
    });
    const theirs = (count: number) =>
      negotiation.heard({ connection: 'theirs', count, description: { type: 'offer', sdp: `v=${count}` } });
    assert.equal(theirs(1), undefined);
    assert.deepEqual(negotiation.wish('renew'), {
      ...{ kind: 'offer', connection: 'own 1', isNew: true, restart: false },
    });
    assert.equal(theirs(2), undefined);
    const answer = { type: 'answer', sdp: 'v=3' } as const;
    assert.equal(
      negotiation.heard({ connection: 'own 1', count: 1, description: answer })?.kind,
      'take-answer',
    );
    assert.equal(negotiation.wish('renew'), undefined);
    assert.equal(negotiation.wish('restart')?.kind, 'offer', 'one on the same connection needs no other');
  });

  test('messages of a connection that is over change nothing', () => {
    const [polite, other] = pair();
    polite.wish('renew');
    const late = [...polite.sent];
    carryAll(polite, other);
    other.wish('renew');
    carryAll(polite, other);
    const { connection } = other;
    for (const message of late) other.hear(message);
    assert.deepEqual([other.sent, other.connection], [[], connection]);
  });
});

test('whatever happens in whatever order, and whatever is lost with a stream, both ends agree', () => {
  const who = fc.constantFrom(0, 1);
  const act = fc.oneof(
    fc.record({
      kind: fc.constant('wish' as const),
      who,
      wish: fc.constantFrom<Wish>('offer', 'restart', 'renew'),
    }),
    fc.record({ kind: fc.constant('carry' as const), who, wish: fc.constant('offer' as const) }),
    fc.record({ kind: fc.constant('lose' as const), who, wish: fc.constant('offer' as const) }),
  );
  const acts = fc.array(act, { maxLength: 40 });
  fc.assert(
    fc.property(acts, fc.tuple(fc.boolean(), fc.boolean()), (list, once) => {
      const ends = pair(once);
      ends[0].wish('renew');
      for (const { kind, who: index, wish } of list) {
        const [end, far] = index === 0 ? ends : [ends[1], ends[0]];
        if (kind === 'wish') end.wish(wish);
        else if (kind === 'carry') {
          const message = end.sent.shift();
          if (message !== undefined) far.hear(message);
        } else {
          for (const lost of ends) lost.sent.length = 0;
          for (const lost of ends) lost.sayAgain();
        }
      }
      carryAll(...ends);
      assertAgreed(...ends);
    }),
    { numRuns: 2000 },
  );
});
