import { type Client, type IncomingPipe, PeerStreamError } from '@open-rooms/client';
import type { PeerEvent, Tell } from './events.ts';
import { IncomingText } from './incoming-text.ts';
import { offerOf } from './requests.ts';
import { whoIs } from './watch-room.ts';

/** Tells what somebody sends, line by line where it is text, to its end; nothing is sent back. */
export async function receiveText(pipe: IncomingPipe, client: Client, tell: Tell): Promise<void> {
  const stream = pipe.accept();
  const who = whoIs(client, pipe.from);
  const text = new IncomingText((line) => tell({ event: 'text', ...who, text: line }));
  const received = (error?: string): PeerEvent => {
    text.end();
    const facts = { offer: offerOf(pipe), bytes: text.bytes, text: text.isText };
    return { event: 'received', ...who, ...facts, ...(error !== undefined && { error }) };
  };
  try {
    for await (const bytes of stream) text.push(bytes);
    // Only now: so the sender knows, when the stream is over, that all of it was read.
    await stream.end();
    await stream.closed;
    tell(received());
  } catch (error) {
    if (!(error instanceof PeerStreamError)) throw error;
    tell(received(error.message));
  }
}
