import { type FeedId, isFeedId } from '@open-rooms/protocol';
import * as v from 'valibot';

/** Characters of a room's name: one line on a phone, in lists of rooms of every client. */
export const NAME_MAX_CHARS = 64;
/** Characters of a room's description: a screenful. */
export const DESCRIPTION_MAX_CHARS = 2000;

/** Control characters, and the marks that make text read in another order than it is written. */
const HIDDEN = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;
/** The same, but for line ends and tabs. */
const HIDDEN_IN_LINES = /[^\P{Cc}\n\t]|[\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** The fields in which a room's first owner says what it is. */
export type NamingField = 'name' | 'description' | 'owner';

/** What a room is called, and whose it is. */
export interface RoomNaming {
  readonly name: string;
  readonly description: string;
  readonly owner: FeedId | undefined;
}

/** As it comes from a form, a flag or a JSON body. */
export interface NamingInput {
  readonly name: string;
  readonly description?: string | undefined;
  readonly owner?: string | undefined;
}

const name = v.pipe(
  v.string('Give the room a name.'),
  v.trim(),
  v.check((text) => VISIBLE.test(text), 'Give the room a name, with at least one visible character.'),
  v.check(
    (text) => [...text].length <= NAME_MAX_CHARS,
    `The name is too long: use at most ${NAME_MAX_CHARS} characters.`,
  ),
  v.check(
    (text) => text.isWellFormed() && !HIDDEN.test(text),
    'The name holds a control character: use letters, digits, punctuation and symbols on one line.',
  ),
);

const description = v.pipe(
  v.string('The description is no text.'),
  v.transform((text) => text.replaceAll('\r\n', '\n').trim()),
  v.check(
    (text) => [...text].length <= DESCRIPTION_MAX_CHARS,
    `The description is too long: use at most ${DESCRIPTION_MAX_CHARS} characters.`,
  ),
  v.check(
    (text) => text.isWellFormed() && !HIDDEN_IN_LINES.test(text),
    'The description holds a control character: use plain text and line ends.',
  ),
);

const owner = v.pipe(
  v.string('The SSB id is no text.'),
  v.trim(),
  v.check(
    (text) => text === '' || isFeedId(text),
    'This is no SSB id: it starts with "@", ends with ".ed25519", and your app shows it in your profile.',
  ),
  v.transform((text) => (isFeedId(text) ? text : undefined)),
);

const naming = v.object({ name, description: v.optional(description, ''), owner: v.optional(owner, '') });

/** Reads what a room shall be called, or says for each field what is wrong with it. */
export function readNaming(
  input: NamingInput,
): { naming: RoomNaming } | { problems: Partial<Record<NamingField, string>> } {
  const read = v.safeParse(naming, input, { abortPipeEarly: true });
  if (read.success) return { naming: { ...read.output, owner: read.output.owner } };
  const { name, description, owner } = v.flatten<typeof naming>(read.issues).nested ?? {};
  return {
    problems: {
      ...(name && { name: name[0] }),
      ...(description && { description: description[0] }),
      ...(owner && { owner: owner[0] }),
    },
  };
}
