import { ALIAS_MAX_CHARS, Refused, type SignatureFault } from '@open-rooms/protocol';

/** Other rooms say the beginnings of these sentences (spec/aliases.md); how to mend it comes after them. */
const BAD_SIGNATURES: Readonly<Record<SignatureFault, string>> = {
  'no-suffix': 'signature does not have the expected suffix: write it as BASE64.sig.ed25519',
  'bad-encoding': 'bad signature encoding: what stands before .sig.ed25519 should be base64 of 64 bytes',
};

export function badSignature(fault: SignatureFault): Refused {
  return new Refused('bad-argument', BAD_SIGNATURES[fault]);
}

export function noLabel(label: string): Refused {
  const form = `1 to ${ALIAS_MAX_CHARS} small letters, digits and inner "-", beginning with a letter`;
  return new Refused('bad-argument', `invalid alias ${quote(label)}: use ${form}`);
}

export function reserved(label: string, reason: string): Refused {
  return new Refused('not-allowed', `alias ("${label}") is reserved, because ${reason}: choose another name`);
}

export function notSigned(label: string): Refused {
  const text = `=room-alias-registration:ROOM_ID:YOUR_ID:${label}`;
  return new Refused('not-allowed', `invalid signature: sign ${text} with the key that you connect with`);
}

export function taken(label: string): Refused {
  return new Refused('taken', `alias ("${label}") is already taken: choose another name`);
}

/** They were no member, or the mode was another, before the name was written. */
export function noMoreAllowed(label: string): Refused {
  return new Refused(
    'not-allowed',
    `registerAlias: could not register alias "${label}": you may not have one in this room any more`,
  );
}

export function tooMany(label: string, most: number): Refused {
  const sentence = `you have ${most} aliases in this room, which is the most`;
  return new Refused('too-many', `registerAlias: cannot register "${label}": ${sentence}; revoke one first`);
}

export function full(label: string, most: number): Refused {
  const sentence = `this room has ${most} aliases, which is the most`;
  return new Refused('too-many', `registerAlias: cannot register "${label}": ${sentence}; ask who runs it`);
}

export function tooOften(): Refused {
  return new Refused(
    'too-many',
    'Aliases change too often in this room at the moment: try again in a minute.',
  );
}

export function nothingToRevoke(label: string): Refused {
  return new Refused('not-found', `revokeAlias: nobody has the alias ${quote(label)} in this room`);
}

export function notYours(label: string): Refused {
  return new Refused(
    'not-allowed',
    `revokeAlias: not your alias: "${label}" is somebody else's, and theirs to revoke`,
  );
}

export function nobody(label: string, host: string | undefined): Refused {
  const elsewhere = host === undefined ? '' : `, and that "${host}" is this room`;
  return new Refused(
    'not-found',
    `Nobody is known as ${quote(label)} in this room: check the spelling${elsewhere}.`,
  );
}

function quote(text: string): string {
  return JSON.stringify(text.slice(0, ALIAS_MAX_CHARS));
}
