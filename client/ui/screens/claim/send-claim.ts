import type { FeedId } from '@open-rooms/protocol';
import type { RoomHere } from '../../../state/page-state.ts';

/** What names a room, as spec/pages.md has it. */
export interface ClaimWish {
  readonly code: string;
  readonly name: string;
  readonly description: string;
  readonly owner: FeedId | undefined;
}

/** Sentences of the server, each beside its field, or about the whole. */
export interface ClaimProblem {
  readonly code: string;
  readonly sentence: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** The server's answer: its room, or why not; `undefined` where there is none. */
export type ClaimAnswer = { readonly room: RoomHere } | { readonly problem: ClaimProblem } | undefined;

/** Names the room of the server that this page came from. */
export async function sendClaim(wish: ClaimWish): Promise<ClaimAnswer> {
  const headers = { accept: 'application/json', 'content-type': 'application/json' };
  try {
    const answer = await fetch('/claim', { method: 'POST', headers, body: JSON.stringify(wish) });
    const told: unknown = await answer.json();
    return answer.ok ? { room: told as RoomHere } : { problem: problemIn(told) };
  } catch {
    return undefined;
  }
}

function problemIn(told: unknown): ClaimProblem {
  const { error = {} } = told as { error?: Partial<ClaimProblem> };
  const { code = 'fault', sentence = '', fields = {} } = error;
  return { code, sentence, fields };
}
