import type { Relation } from './contact.ts';

/** What somebody may want of us. */
export type Wish =
  /** To be seen and heard where a room shares: its conversation, its screens. Joining the room is consent to it. */
  | 'share'
  /** A tunnel through a room. A stranger's is bounded: spec/contacts.md. */
  | 'tunnel'
  /** A private message. */
  | 'message'
  /** To make our device ring. */
  | 'ring'
  /** To give us a file. */
  | 'file';

/** `request`: shown as a question; nothing rings, opens or is kept until it is accepted. */
export type Consent = 'accept' | 'request' | 'refuse';

/** The person's setting: what strangers get. `refuse` leaves the room's shares; `accept` asks no questions. */
export type Strangers = 'request' | 'refuse' | 'accept';

type Row = Exclude<Relation, 'stranger'> | `stranger, ${Strangers}`;

/** The whole rule. */
const CONSENT: Readonly<Record<Row, Readonly<Record<Wish, Consent>>>> = {
  followed: { share: 'accept', tunnel: 'accept', message: 'accept', ring: 'accept', file: 'accept' },
  accepted: { share: 'accept', tunnel: 'accept', message: 'accept', ring: 'accept', file: 'accept' },
  'stranger, accept': {
    share: 'accept',
    tunnel: 'accept',
    message: 'accept',
    ring: 'accept',
    file: 'accept',
  },
  'stranger, request': {
    share: 'accept',
    tunnel: 'accept',
    message: 'request',
    ring: 'request',
    file: 'request',
  },
  'stranger, refuse': {
    share: 'accept',
    tunnel: 'refuse',
    message: 'refuse',
    ring: 'refuse',
    file: 'refuse',
  },
  blocked: { share: 'refuse', tunnel: 'refuse', message: 'refuse', ring: 'refuse', file: 'refuse' },
};

/** What we answer to somebody of this relation who wants this of us. */
export function consent(relation: Relation, strangers: Strangers, wish: Wish): Consent {
  const row: Row = relation === 'stranger' ? `stranger, ${strangers}` : relation;
  return CONSENT[row][wish];
}
