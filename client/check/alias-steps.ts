import { type AliasAddress, type ConsumeAliasUri, type FeedId, writeAlias } from '@open-rooms/protocol';
import { JoinError } from '../connection/join-error.ts';
import { askAliasPage, askOwner, verifiedOwner } from '../connection/resolve-alias.ts';
import { type Check, inTime, shortId } from './check.ts';
import type { Found } from './find-steps.ts';
import type { Visitor } from './visitor.ts';

interface AliasOf {
  readonly alias: AliasAddress;
  readonly resolved: ConsumeAliasUri | undefined;
}

/** Whose the alias is, and whether they are there now. */
export async function findOwner(
  found: Found,
  visitor: Visitor,
  isListed: boolean,
  check: Check,
): Promise<void> {
  const { alias, resolved } = found;
  if (alias === undefined) return;
  await check.steps.run('alias', async () => {
    const owner = await ownerOf({ alias, resolved }, visitor, check);
    const sentence = `${writeAlias(alias)} is ${owner}`;
    if (!isListed)
      return { value: owner, sentence: `${sentence}. Whether they are there, the room does not tell.` };
    if (visitor.attendants.has(owner))
      return { value: owner, sentence: `${sentence}, who is in the room now.` };
    return { value: owner, sentence: `${sentence}, who is not in the room now.`, remark: 'alias-not-online' };
  });
}

async function ownerOf({ alias, resolved }: AliasOf, visitor: Visitor, check: Check): Promise<FeedId> {
  const { runtime, signal } = check;
  const { remote, room } = visitor.connection;
  if (resolved !== undefined) {
    if (resolved.roomId === room) return verifiedOwner(runtime.crypto, resolved);
    const sentence = `The link is of the room ${shortId(resolved.roomId)} and leads to another: it is forged or damaged.`;
    throw new JoinError('no-alias', sentence);
  }
  const late = ['room-silent', `The room never answers whose the alias "${alias.label}" is.`] as const;
  try {
    return await inTime(check, late, () => askOwner(remote, alias.label, runtime, signal));
  } catch (error) {
    if (!(error instanceof JoinError) || error.fault !== 'aliases-unsupported') throw error;
    // Rooms of the second generation tell it on a page; where there is none, that the room does not tell says more.
    return askAliasPage(alias, room, runtime, signal).catch((noPage: unknown) => {
      throw noPage instanceof JoinError ? error : noPage;
    });
  }
}
