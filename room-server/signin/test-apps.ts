import type { Stream } from '@open-rooms/protocol';
import type { App } from './ask-solution.ts';

/** What an app answers when it is asked for a solution: one, a refusal, or nothing. */
export type TestApp = (
  sc: string,
  cc: string,
) => { readonly send: string } | { readonly fail: string } | undefined;

/** The connection of an app that answers as `app` does, once a turn is over. */
export function callAnswered(app: TestApp): App {
  return {
    request: (_name, _type, [sc, cc]) => streamOf(app(String(sc), String(cc))),
  };
}

function streamOf(answer: ReturnType<TestApp>): Stream {
  const stream = { isCall: true, lost: false, receiver: undefined } as unknown as Stream;
  setImmediate(() => {
    if (answer === undefined) return;
    if ('fail' in answer) stream.receiver?.onEnd(answer.fail);
    else stream.receiver?.onFrame(textFrame(answer.send));
  });
  return stream;
}

/** A frame of muxrpc whose body is a text. */
function textFrame(text: string): Uint8Array {
  const body = Buffer.from(text);
  const head = Buffer.alloc(9);
  head[0] = 1;
  head.writeUInt32BE(body.length, 1);
  return Buffer.concat([head, body]);
}
