import type { OperationName, OperationResult } from '@open-rooms/protocol';
import type { ConnectControl, ControlClient } from '../control-client.ts';

/** What operations answer in a test. */
export type Answers = { readonly [Name in OperationName]?: OperationResult<Name> };

/** Answers operations as it is told to, and tells what was asked. */
export function answering(
  answers: Answers,
  asked: (name: OperationName, input: unknown) => void,
): ControlClient['ask'] {
  return async (name, input) => {
    asked(name, input);
    const answer = answers[name];
    if (answer === undefined) throw new Error(`This test has no answer of ${name}.`);
    return answer;
  };
}

/** A server in memory with a transcript of what it is asked. */
export function testControl(answers: Answers): { connect: ConnectControl; transcript: unknown[] } {
  const transcript: unknown[] = [];
  const client: ControlClient = {
    status: () => Promise.reject(new Error('This test has no status.')),
    ask: answering(answers, (name, input) => transcript.push([name, input])),
    backup: async function* () {},
    close: async () => void transcript.push('closed'),
  };
  return { connect: async () => client, transcript };
}
