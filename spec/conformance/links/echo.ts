import type { Link, LinkStream } from '@open-rooms/client';

/** A protocol whose streams come back as they were sent: of programs, and of pages. */
export const ECHO = '/open-rooms-test/echo/1.0.0';

/** Sends back what comes, until it ends. */
export async function echo(stream: LinkStream): Promise<void> {
  try {
    for await (const bytes of stream) await stream.write(bytes);
    await stream.end();
  } catch {
    stream.abort('cut');
  }
}

/** Resolves once a link is as it is meant to be. */
export async function becomes(link: Link, isMeant: (link: Link) => boolean): Promise<void> {
  const reached = Promise.withResolvers<void>();
  const look = () => {
    if (isMeant(link)) reached.resolve();
  };
  const stops = [link.path.subscribe(look), link.state.subscribe(look)];
  await reached.promise;
  for (const stop of stops) stop();
}
