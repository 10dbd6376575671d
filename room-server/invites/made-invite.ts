import {
  type OperationResult,
  type SocketAddress,
  writeJoinLinks,
  writePubInvite,
} from '@open-rooms/protocol';
import type { NewInvite } from './invites.ts';

/** Where a room is, for the links of its invites. */
export interface InvitePlace {
  readonly net: SocketAddress;
  /** Where its pages are, without a slash at the end. */
  readonly web: string;
}

/** A new invite in every form that somebody may pass on: link, code, URI. */
export function madeInvite(
  { invite, seed, token }: NewInvite,
  { net, web }: InvitePlace,
): OperationResult<'invites.create'> {
  const { url, uri } = writeJoinLinks(web, token);
  return { ...invite, url, uri, code: writePubInvite(net, seed) };
}
