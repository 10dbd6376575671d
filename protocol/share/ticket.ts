import * as v from 'valibot';
import type { CryptoBackend } from '../crypto/backend.ts';
import { type FeedId, publicKeyOf } from '../identity/feed-id.ts';
import { readSignature, writeSignature } from '../identity/signature-text.ts';
import { shareIdSchema } from '../room/stage.ts';
import { feedId } from '../rpc/schemas.ts';
import type { ShareId } from './share-id.ts';

/** The sharer's word that somebody may be fed by somebody (spec/shares.md). */
export interface Ticket {
  readonly share: ShareId;
  readonly sharer: FeedId;
  readonly parent: FeedId;
  readonly child: FeedId;
  /** Of the sharer's plan, which counts up: a later one counts, whatever came first. */
  readonly number: number;
}

/** A ticket as it travels. Its signature is not verified by reading it. */
export const ticketSchema = v.object({
  share: shareIdSchema,
  sharer: feedId,
  parent: feedId,
  child: feedId,
  number: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  signature: v.pipe(v.string(), v.maxLength(120)),
});
export type SignedTicket = v.InferOutput<typeof ticketSchema>;

const encoder = new TextEncoder();

/** The text that a sharer signs, as UTF-8: the ids with their sigils. */
export function ticketText({ share, sharer, parent, child, number }: Ticket): string {
  return `=open-rooms-share-ticket:${share}:${sharer}:${parent}:${child}:${number}`;
}

/**
 * The sharer's word for who is fed by whom.
 * @param secretKey 64 bytes, of `ticket.sharer`
 */
export function signTicket(
  crypto: Pick<CryptoBackend, 'sign'>,
  secretKey: Uint8Array,
  ticket: Ticket,
): SignedTicket {
  const { share, sharer, parent, child, number } = ticket;
  const signature = writeSignature(crypto.sign(encoder.encode(ticketText(ticket)), secretKey));
  return { share, sharer, parent, child, number, signature };
}

/**
 * The ticket, if it is the sharer's word for just these: whoever shows it is known by their link, and so is who is
 * shown it.
 */
export function verifyTicket(
  crypto: Pick<CryptoBackend, 'verify'>,
  expected: Omit<Ticket, 'number'>,
  { signature: text, ...ticket }: SignedTicket,
): Ticket | undefined {
  const key = publicKeyOf(ticket.sharer);
  const signature = readSignature(text);
  const isAboutThese =
    ticket.share === expected.share &&
    ticket.sharer === expected.sharer &&
    ticket.parent === expected.parent &&
    ticket.child === expected.child;
  if (!isAboutThese || key === undefined || typeof signature === 'string') return undefined;
  return crypto.verify(signature, encoder.encode(ticketText(ticket)), key) ? ticket : undefined;
}
