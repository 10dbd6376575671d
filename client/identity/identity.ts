import {
  type CryptoBackend,
  feedIdOf,
  formatSecret,
  generateKeyPair,
  type NamedKeyPair,
  parseSecret,
  UnreadableText,
} from '@open-rooms/protocol';

/** A person, or a program: the key that is the same in every room. */
export type Identity = NamedKeyPair;

/** What stands around the key in its file. */
export const IDENTITY_COMMENTS = {
  above: [
    'This is your secret key. Whoever has it is you: never show it to anyone.',
    'Keep a copy in a safe place: nobody can give it back to you.',
  ],
  idIs: 'Your public id',
};

/** Bytes of a seed: they are the whole key. */
export const SEED_BYTES = 32;

/** Makes a new identity from the system's random source. */
export function createIdentity(crypto: CryptoBackend): Identity {
  const pair = generateKeyPair(crypto);
  return { id: feedIdOf(pair.publicKey), ...pair };
}

/** The identity of a seed, {@link SEED_BYTES} long. */
export function identityOfSeed(seed: Uint8Array, crypto: CryptoBackend): Identity {
  const pair = crypto.signKeyPair(seed);
  return { id: feedIdOf(pair.publicKey), ...pair };
}

/** The seed of an identity, in memory of its own. */
export function seedOf({ secretKey }: Identity): Uint8Array {
  return Uint8Array.from(secretKey.subarray(0, SEED_BYTES));
}

/** The text that carries an identity to another device, in the format of every SSB app's `secret` file. */
export function exportIdentity(identity: Identity): string {
  return formatSecret(identity, IDENTITY_COMMENTS);
}

/**
 * Reads what {@link exportIdentity}, or another SSB app, wrote.
 * @throws UnreadableText `bad-key`; its sentence quotes nothing of the text
 */
export function importIdentity(text: string, crypto: CryptoBackend): Identity {
  const read = parseSecret(text, crypto);
  if (typeof read !== 'string') return read;
  throw new UnreadableText(
    'bad-key',
    `Cannot read this key: ${read}. Copy the whole file of the other device.`,
  );
}
