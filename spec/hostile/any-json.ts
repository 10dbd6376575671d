import type { FeedId } from '@open-rooms/protocol';

type Random = () => number;

/** What somebody sends who means harm, or nothing. */
const VALUES: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  2 ** 53,
  '',
  ' ',
  '\u0000',
  'x'.repeat(5000),
  '\ud800',
  '%00%ff',
  '../../etc/passwd',
  "'; DROP TABLE members; --",
  '@bob',
  '@AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=.ed25519',
  'owner',
  'open',
  'operator',
  'en',
  'news',
  [],
  {},
  [[[[[[[[]]]]]]]],
  { __proto__: null, constructor: { prototype: { isAdmin: true } } },
  { toString: 1, valueOf: null, hasOwnProperty: 5 },
  { length: 1e9 },
];

/** Names of fields that operations know, and some that none does. */
const FIELDS: readonly string[] = [
  ...['who', 'role', 'reason', 'expiresAt', 'uses', 'note', 'notBefore', 'id', 'alias', 'name', 'language'],
  ...[
    'title',
    'content',
    'limit',
    'before',
    'after',
    'event',
    'since',
    'until',
    'mode',
    'listed',
    'addressDays',
  ],
  ...['description', 'feed', 'target', 'portal', 'room', 'by', 'share', 'at', 'signature', 'code', 'owner'],
  ...['invite', 'cid', 'cc', 'sc', 'token', 'encoding', 'lang', 'format', 'timeZone', 'other', '__proto__'],
];

/** Numbers that are the same at every run, made into JSON of any shape. */
export class AnyJson {
  readonly #random: Random;
  readonly #values: readonly unknown[];

  /** @param ids people that the room knows, who are named now and then */
  constructor(random: Random, ids: readonly FeedId[]) {
    this.#random = random;
    this.#values = [...VALUES, ...ids, ...ids];
  }

  upTo(bound: number): number {
    return Math.floor(this.#random() * bound);
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.upTo(items.length)];
    if (item === undefined) throw new Error('Cannot pick one of nothing.');
    return item;
  }

  /** Any value; half of them objects with fields that operations know. */
  value(depth = 2): unknown {
    if (depth === 0 || this.#random() < 0.5) return this.#values[this.upTo(this.#values.length)];
    return this.#random() < 0.2 ? [this.value(depth - 1)] : this.object(depth);
  }

  object(depth = 2): Record<string, unknown> {
    const count = this.upTo(5);
    return Object.fromEntries(
      Array.from({ length: count }, () => [this.pick(FIELDS), this.value(depth - 1)]),
    );
  }

  /** An object that has some of these fields, each of them anything. */
  objectOf(fields: readonly string[]): Record<string, unknown> {
    const kept = fields.filter(() => this.#random() < 0.8);
    const known = Object.fromEntries(kept.map((field) => [field, this.value(1)]));
    return this.#random() < 0.2 ? { ...known, ...this.object() } : known;
  }

  /** Any text, for a path, a query or a header. */
  text(): string {
    const value = this.value(1);
    return (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).slice(0, 300);
  }

  query(): string {
    const count = this.upTo(4);
    const pairs = Array.from({ length: count }, () => `${this.pick(FIELDS)}=${escaped(this.text())}`);
    return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
  }

  /** A body as it travels: mostly JSON, now and then cut or no JSON at all. */
  body(fields: readonly string[]): string {
    const roll = this.#random();
    if (roll < 0.1) return this.text();
    const whole = JSON.stringify(roll < 0.75 ? this.objectOf(fields) : this.value()) ?? '';
    return roll > 0.95 ? whole.slice(0, this.upTo(whole.length)) : whole;
  }
}

/** As it stands in an address; what is no text at all is left as it is. */
export function escaped(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
