import type { Client } from '@open-rooms/client';
import { Refused } from '@open-rooms/protocol';
import type { Tell } from './events.ts';
import type { Questions } from './questions.ts';

/** A line that was typed: something to say, or what to do behind a slash. Two slashes say one. */
export type TypedLine =
  | { readonly kind: 'say'; readonly text: string }
  | { readonly kind: 'do'; readonly word: string }
  | { readonly kind: 'nothing' };

export function readTyped(line: string): TypedLine {
  const text = line.trim();
  if (text === '') return { kind: 'nothing' };
  if (text.startsWith('//')) return { kind: 'say', text: text.slice(1) };
  return text.startsWith('/') ? { kind: 'do', word: text.slice(1).toLowerCase() } : { kind: 'say', text };
}

export interface TypedParts {
  readonly client: Client;
  readonly questions: Pick<Questions, 'answer'>;
  readonly tell: Tell;
}

/** Does what a line asks for: what is no command is said in the room. */
export function onTyped(line: string, { client, questions, tell }: TypedParts): void {
  const cannot = (sentence: string) => tell({ event: 'cannot', sentence });
  const typed = readTyped(line);
  if (typed.kind === 'say') return void say(client, typed.text).catch(toldTo(cannot));
  if (typed.kind === 'nothing' || questions.answer(typed.word) || answerRing(client, typed.word)) return;
  cannot(`There is nothing to /${typed.word} now. To say it in the room, type //${typed.word}.`);
}

/** Answers the ring that came first. */
function answerRing(client: Client, word: string): boolean {
  const ring = client.rings.snapshot()[0] ?? client.askedRings.snapshot()[0];
  if (ring === undefined || (word !== 'answer' && word !== 'decline')) return false;
  if (word === 'answer') ring.accept();
  else ring.decline();
  return true;
}

async function say(client: Client, text: string): Promise<void> {
  const [room, ...others] = client.rooms.snapshot();
  if (room === undefined || others.length > 0)
    throw new RangeError(
      'You are in several rooms, or in none: to talk, name one, as in "open-rooms peer room.example".',
    );
  await client.conversations.of(room).send(text);
}

/** Tells why something cannot be said. Faults of ours are thrown. */
function toldTo(cannot: (sentence: string) => void): (error: unknown) => void {
  return (error) => {
    if (!(error instanceof RangeError || error instanceof Refused)) throw error;
    cannot(error.message);
  };
}
