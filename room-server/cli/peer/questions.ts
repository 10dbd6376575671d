import type { Client, IncomingPipe } from '@open-rooms/client';
import { type FeedId, Refused, writeAddresses } from '@open-rooms/protocol';
import type { PeerEvent } from './events.ts';
import type { Telling } from './tell.ts';
import { whoIs } from './watch-room.ts';
import type { Who } from './who.ts';

type Answer = Extract<PeerEvent, { readonly event: 'answered' }>['answer'];

/** What answers a request, typed behind a slash; the first letter is enough. */
const ANSWERS: Readonly<Record<string, Answer>> = {
  accept: 'accepted',
  follow: 'followed',
  refuse: 'refused',
  block: 'blocked',
};

export interface QuestionParts {
  readonly client: Client;
  readonly telling: Telling;
  /** Told before an answer is carried out. */
  readonly onAnswering: (pipe: IncomingPipe) => void;
}

/** Requests that wait for an answer of the person, one after the other. Answers are about people: one is for all of theirs. */
export class Questions {
  readonly #parts: QuestionParts;
  #waiting: IncomingPipe[] = [];

  constructor(parts: QuestionParts) {
    this.#parts = parts;
  }

  ask(pipe: IncomingPipe): void {
    this.#waiting.push(pipe);
    if (this.#waiting.length === 1) this.#show();
  }

  /** It needs no answer any more. */
  drop(pipe: IncomingPipe): void {
    this.#forget((other) => other === pipe);
  }

  /** Answers the request that is shown. Whether the word is an answer, and there is something to be answered. */
  answer(word: string): boolean {
    const [, answer] = Object.entries(ANSWERS).find(([name]) => word === name || word === name[0]) ?? [];
    const [pipe] = this.#waiting;
    if (answer === undefined || pipe === undefined) return false;
    const theirs = this.#waiting.filter(({ from }) => from === pipe.from);
    for (const other of theirs) this.#parts.onAnswering(other);
    void this.#carryOut(answer, pipe, theirs);
    return true;
  }

  async #carryOut(
    answer: Answer,
    { from, room }: IncomingPipe,
    theirs: readonly IncomingPipe[],
  ): Promise<void> {
    const { telling } = this.#parts;
    const { contacts } = this.#parts.client;
    try {
      if (answer === 'accepted') await contacts.accept(from);
      else if (answer === 'followed') await contacts.follow(from, this.#reach(room));
      else if (answer === 'blocked') await contacts.block(from);
      for (const pipe of theirs) if (!pipe.isAccepted && answer === 'refused') pipe.refuse();
      telling.tell({ event: 'answered', answer, ...this.#who(from) });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      telling.tell({ event: 'answered', answer: 'refused', ...this.#who(from) });
    }
    this.#forget((pipe) => theirs.includes(pipe));
  }

  #reach(id: IncomingPipe['room']): { reach?: { room: FeedId; addresses: string } } {
    const room = this.#parts.client.rooms.snapshot().find((other) => other.id === id);
    return room === undefined ? {} : { reach: { room: room.id, addresses: writeAddresses(room.addresses) } };
  }

  #forget(which: (pipe: IncomingPipe) => boolean): void {
    const [head] = this.#waiting;
    this.#waiting = this.#waiting.filter((pipe) => !which(pipe));
    if (this.#waiting[0] !== undefined && this.#waiting[0] !== head) this.#show();
  }

  #show(): void {
    const [pipe] = this.#waiting;
    if (pipe !== undefined) this.#parts.telling.question(this.#who(pipe.from));
  }

  #who(id: IncomingPipe['from']): Who {
    return whoIs(this.#parts.client, id);
  }
}
