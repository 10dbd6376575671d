import { type CryptoBackend, type FeedId, feedIdOf, fromBase64, toBase64 } from '@open-rooms/protocol';
import * as v from 'valibot';

/** The room's identity. */
export interface RoomKey {
  readonly id: FeedId;
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
  /** 64 bytes: seed ‖ public key. */
  readonly secretKey: Uint8Array;
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
export function formatSecret(key: RoomKey): string {
  const json = {
    curve: 'ed25519',
    public: toBase64(key.publicKey) + SUFFIX,
    private: toBase64(key.secretKey) + SUFFIX,
    id: key.id,
  };
  return `# The secret key of this room. Whoever has it is the room: never show it to anyone.
# Keep a copy in a safe place, and never run two rooms with it at once.
${JSON.stringify(json, null, 2)}
#
# The public name of the room: ${key.id}
`;
}

/**
 * Reads the text of a `secret` file, comment lines and all.
 * What is wrong with it, as the end of a sentence, comes back as a string, and holds nothing of the key.
 */
export function parseSecret(text: string, crypto: CryptoBackend): RoomKey | string {
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
