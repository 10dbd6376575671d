import { type Room, readSignInUri, SIGN_IN_MS, type SignIns } from '@open-rooms/client';
import { nodeRuntime } from '@open-rooms/client/node';
import { Refused, RemoteError } from '@open-rooms/protocol';
import { printable } from '../observe/printable.ts';
import { EXIT } from './failure.ts';
import { roomName } from './peer/names.ts';
import { type PersonWish, visiting } from './peer/open-client.ts';
import { stopping } from './peer/stopping.ts';
import { SIGNAL_EXIT } from './start.ts';
import { type Style, styleOf } from './style.ts';
import type { Terminal } from './terminal.ts';

/** What `open-rooms sign-in` was asked to do. */
export interface SignInWish extends PersonWish {
  readonly json: boolean;
  /** A room, whose page is to be opened; or the URI that its page shows, to be confirmed. */
  readonly where: string;
}

/** Signs a browser in at the pages of a room. Answers the exit code. */
export async function signIn(wish: SignInWish, terminal: Terminal): Promise<number> {
  const { stdout, env } = terminal;
  const style = styleOf(stdout, env);
  const print = (lines: readonly string[], json: unknown) =>
    stdout.write(`${wish.json ? JSON.stringify(json) : lines.join('\n')}\n`);
  using stop = stopping(terminal);
  try {
    await using acting = await visiting(wish, terminal);
    const { client } = acting;
    if (wish.where.trim().startsWith('ssb:')) {
      readSignInUri(wish.where);
      const room = await allowed(client.signIns.confirm(wish.where, stop.signal));
      print([`The browser that shows this is signed in as you (${client.id}).`], { room, id: client.id });
      return EXIT.done;
    }
    const room = await client.join(wish.where, { signal: stop.signal });
    const outcome = await opened(client.signIns, room, stop.signal, (url) =>
      print(openIt(style, room, url), { room: room.id, id: client.id, url }),
    );
    if (!outcome)
      throw new Refused('too-slow', 'Nobody has opened the page within two minutes: begin again.');
    if (!wish.json) stdout.write('The browser is signed in.\n');
    return EXIT.done;
  } catch (error) {
    if (stop.by !== undefined) return SIGNAL_EXIT[stop.by];
    throw error;
  }
}

function openIt(style: Style, room: Room, url: string): readonly string[] {
  return [
    `Open this within two minutes, in the browser that is to be signed in to ${roomName(room)}:`,
    `  ${style.link(url)}`,
  ];
}

/** Waits in the room until it has been answered. */
async function opened(
  signIns: SignIns,
  room: Room,
  signal: AbortSignal,
  tell: (url: string) => void,
): Promise<boolean> {
  const over = Promise.withResolvers<boolean>();
  const onAbort = () => over.reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  using _timer = nodeRuntime.clock.after(SIGN_IN_MS, () => over.resolve(false));
  try {
    tell(signIns.begin(room, () => over.resolve(true)));
    const isDone = await over.promise;
    // What it answers after the answer, it has heard after it.
    if (isDone) await room.remote?.['tunnel.ping']();
    return isDone;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

async function allowed<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (cause) {
    if (!(cause instanceof RemoteError)) throw cause;
    throw new Refused('not-allowed', `The room does not sign you in: ${printable(cause.message)}`);
  }
}
