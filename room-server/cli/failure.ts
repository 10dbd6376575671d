import { ConnectionEnded, Refused, RemoteError, UnreadableText } from '@open-rooms/protocol';
import { printable } from '../observe/printable.ts';
import { StartError } from '../running-server.ts';
import type { Terminal } from './terminal.ts';

/** Exit codes: scripts may rely on them. */
export const EXIT = { done: 0, fault: 1, refused: 2 } as const;

/**
 * Tells why a command did not work: one sentence on stderr where the caller can mend it, a stack where it is our
 * fault. With `json`, one line on stdout as well.
 *
 * @returns the exit code.
 */
export function tellFailure(error: unknown, json: boolean, terminal: Terminal): number {
  const expected = codeOf(error);
  const sentence = error instanceof Error ? error.message : String(error);
  const code = expected ?? 'internal';
  if (json) terminal.stdout.write(`${JSON.stringify({ ready: false, error: { code, sentence } })}\n`);
  if (expected !== undefined) {
    terminal.stderr.write(`${printable(sentence)}\n`);
    return expected === CUT ? EXIT.fault : EXIT.refused;
  }
  const stack = error instanceof Error ? error.stack : undefined;
  terminal.stderr.write(`Open Rooms met a fault of its own:\n${stack ?? sentence}\n`);
  return EXIT.fault;
}

/** The code of what was under way and did not come to its end: nobody here can mend that. */
const CUT = 'cut';

/** The code of what is expected to happen; `undefined` for our own faults. */
function codeOf(error: unknown): string | undefined {
  if (error instanceof StartError || error instanceof Refused) return error.code;
  if (error instanceof UnreadableText) return error.fault;
  // The room, or the peer, says no: in its own words.
  if (error instanceof RemoteError) return 'refused';
  if (error instanceof ConnectionEnded) return CUT;
  if (!(error instanceof Error)) return undefined;
  // Errors of the client are known by their names: it is loaded by those commands alone that act as a peer.
  if (error.name === 'JoinError' && 'fault' in error) return String(error.fault);
  if ((error.name === 'MediaFileError' || error.name === 'ShareError') && 'fault' in error)
    return String(error.fault);
  if (error.name === 'ProfileError' && 'code' in error) return String(error.code);
  if (error.name === 'PeerStreamError') return CUT;
  return undefined;
}
