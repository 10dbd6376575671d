import {
  ALIAS_MAX_CHARS,
  type FeedId,
  isAliasLabel,
  isFeedId,
  Refused,
  readAlias,
} from '@open-rooms/protocol';
import type { AliasStore } from '../store/port.ts';

/** Finds whom an admin means. */
export class People {
  readonly #aliases: Pick<AliasStore, 'alias'>;

  constructor(aliases: Pick<AliasStore, 'alias'>) {
    this.#aliases = aliases;
  }

  /**
   * The feed of a text: a feed id, or an alias of this room as people write it (`bob`, `@bob`, `@bob@room.example`). An
   * alias is found in every mode, and when its owner is banned: this is for those who look after the room.
   * @throws Refused `not-found` where nobody has the alias, `bad-argument` where it cannot be read
   */
  async resolve(text: string): Promise<FeedId> {
    const who = text.trim();
    if (isFeedId(who)) return who;
    const label = labelOf(who);
    const known = isAliasLabel(label) ? await this.#aliases.alias(label) : undefined;
    if (known !== undefined) return known.feed;
    throw new Refused(
      'not-found',
      `Nobody is known as ${JSON.stringify(who.slice(0, ALIAS_MAX_CHARS))} in this room: say a feed id, @….ed25519, or an alias.`,
    );
  }
}

function labelOf(text: string): string {
  const name = text.replace(/^@(?=[^@:.]*$)/, '');
  return /[@:./]/.test(name) ? readAlias(name).label : name.toLowerCase();
}
