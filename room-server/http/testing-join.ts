import { type FeedId, feedIdOf, type PrivacyMode } from '@open-rooms/protocol';
import type { InviteWish } from '../invites/invite-wish.ts';
import { type Actor, OPERATOR } from '../rooms/actor.ts';
import { type TestRoom, testRoom } from './testing.ts';

const HOST = 'room.example:3000';
export const WEB = 'http://room.example:3000';
export const MAKER = feedIdOf(new Uint8Array(32).fill(3));
export const ANA = feedIdOf(new Uint8Array(32).fill(1));
export const DAY = 24 * 60 * 60 * 1000;

interface Answer {
  readonly status: string;
  readonly error?: string;
  readonly invite?: string;
  readonly postTo?: string;
}

export async function opened(mode: PrivacyMode = 'open'): Promise<TestRoom> {
  return await testRoom({ name: 'Tea', description: 'All day' }, null, undefined, null, false, mode);
}

export function get({ app }: TestRoom, path: string, headers: Record<string, string> = {}) {
  return app.request(path, { headers: { host: HOST, ...headers } });
}

export async function json(
  room: TestRoom,
  path: string,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return (await (await get(room, path, headers)).json()) as Answer;
}

export async function tokenOf(
  { core }: TestRoom,
  wish: InviteWish = {},
  actor: Actor = OPERATOR,
): Promise<string> {
  return (await core.invites.create(actor, wish)).token;
}

export const as = (id: FeedId): Actor => ({ kind: 'feed', id });
