import * as v from 'valibot';
import { fromBase64, toBase64 } from '../bytes/base64.ts';
import type { CryptoBackend } from '../crypto/backend.ts';
import type { KeyPair } from '../crypto/key-pair.ts';
import { type FeedId, feedIdOf } from './feed-id.ts';

/** A long-term identity, a room's or a person's, with the id that it is known by. */
export interface NamedKeyPair extends KeyPair {
  readonly id: FeedId;
}

/** What a person who opens the text should know. Each is one line without an end of line. */
export interface SecretComments {
  /** Before the key: what it is, and how to treat it. */
  readonly above: readonly string[];
  /** What the public id is called: "The public name of the room". */
  readonly idIs: string;
}

const SUFFIX = '.ed25519';

const SEED_BYTES = 32;

/** As ssb-keys and go-ssb write it, in the order of ssb-keys. */
const SecretJson = v.object({
  curve: v.literal('ed25519'),
  public: v.string(),
  private: v.string(),
  id: v.optional(v.string()),
});

/** The text of a `secret` file that ssb-keys and go-ssb read too: JSON between lines of comment. */
export function formatSecret(key: NamedKeyPair, { above, idIs }: SecretComments): string {
  const json = {
    curve: 'ed25519',
    public: toBase64(key.publicKey) + SUFFIX,
    private: toBase64(key.secretKey) + SUFFIX,
    id: key.id,
  };
  return `${above.map((line) => `# ${line}\n`).join('')}${JSON.stringify(json, null, 2)}
#
# ${idIs}: ${key.id}
`;
}

/**
 * Reads the text of a `secret` file, comment lines and all.
 * What is wrong with it, as the end of a sentence, comes back as a string, and holds nothing of the key.
 */
export function parseSecret(text: string, crypto: CryptoBackend): NamedKeyPair | string {
  const parsed = v.safeParse(SecretJson, jsonOf(text));
  if (!parsed.success) return 'it is not the JSON of an ed25519 key with "curve", "public" and "private"';
  const secretKey = fromBase64(withoutSuffix(parsed.output.private));
  if (secretKey?.length !== 2 * SEED_BYTES) return '"private" is not 64 bytes in base64';
  const pair = crypto.signKeyPair(secretKey.subarray(0, SEED_BYTES));
  if (!crypto.equal(pair.secretKey, secretKey)) return 'the two halves of "private" do not belong together';
  const id = feedIdOf(pair.publicKey);
  if (`@${withoutSuffix(parsed.output.public)}${SUFFIX}` !== id)
    return '"public" does not belong to "private"';
  if (parsed.output.id !== undefined && parsed.output.id !== id) return '"id" does not belong to "private"';
  return { id, ...pair };
}

/** No cause is kept: the error of a JSON parser quotes the text around the mistake. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\s*#.*$/gm, ''));
  } catch {
    return undefined;
  }
}

function withoutSuffix(key: string): string {
  return key.endsWith(SUFFIX) ? key.slice(0, -SUFFIX.length) : key;
}
