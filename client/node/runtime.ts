import type { Clock } from '@open-rooms/protocol';
import { dialTcp, dialWebSocket, sodium, systemClock } from '@open-rooms/protocol/node';
import type { Runtime, WebAnswer, WebRequest } from '../connection/runtime.ts';

/** A client that waits to dial a room again has nothing else to do, and must not end for that: its timers count. */
const clock: Clock = {
  now: systemClock.now,
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return { [Symbol.dispose]: () => clearTimeout(timer) };
  },
};

/** The client in Node: native crypto, TCP and WebSocket, the system's clock and web client. */
export const nodeRuntime: Runtime = {
  crypto: sodium,
  clock,
  now: Date.now,
  transports: ['net', 'wss', 'ws'],
  dial: ({ transport, host, port }, signal) =>
    transport === 'net'
      ? dialTcp(host, port, signal)
      : dialWebSocket({ transport, host, port }, clock, signal),
  ask,
};

async function ask({ url, accept, json, maxBytes, signal }: WebRequest): Promise<WebAnswer> {
  const body = json === undefined ? {} : { method: 'POST', body: JSON.stringify(json) };
  const type = json === undefined ? {} : { 'content-type': 'application/json' };
  const response = await fetch(url, {
    ...body,
    headers: { accept, ...type },
    // What is posted is secret: whoever is asked may not send it on.
    redirect: json === undefined ? 'follow' : 'error',
    signal,
  }).catch((error: unknown) => {
    throw unwrapped(error);
  });
  return { status: response.status, body: await textOf(response, maxBytes) };
}

/** No longer answer is taken into memory, whatever its head claims. */
async function textOf(response: Response, maxBytes: number): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.length;
    if (length > maxBytes) throw new Error(`the answer is longer than ${maxBytes} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** `fetch failed` says nothing; its cause is the system's error. */
function unwrapped(error: unknown): unknown {
  return error instanceof TypeError && error.cause instanceof Error ? error.cause : error;
}
