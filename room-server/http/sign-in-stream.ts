import type { SignInEvent } from '../signin/sign-in-events.ts';

/** As the reference server sends it, and with the pause after which a browser asks again where it was cut off. */
const HEADERS = { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' };

/**
 * The answer of server-sent events that tells what becomes of a sign-in, until it is told or the browser goes away.
 * What `follow` throws is thrown.
 */
export function signInStream(
  follow: (tell: (event: SignInEvent) => void, ended: () => void) => Disposable,
): Response {
  const encoder = new TextEncoder();
  let following: Disposable | undefined;
  let id = 0;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      following = follow(
        ({ event, data }) => {
          controller.enqueue(encoder.encode(`id: ${id++}\ndata: ${data}\nevent: ${event}\n\n`));
        },
        () => controller.close(),
      );
    },
    cancel: () => following?.[Symbol.dispose](),
  });
  return new Response(body, { headers: HEADERS });
}
