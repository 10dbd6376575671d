/** Most characters of an alias: one label of a domain name (RFC 1035 §2.3.4), so that `alias.room.example` can exist. */
export const ALIAS_MAX_CHARS = 63;

const STRICT = /^[a-z](?:[a-z0-9-]*[a-z0-9])?$/;
const LOOSE = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;

/** Whether a room may register `text`: an RFC 1035 label in small letters, so it begins with a letter (SIP 7). */
export function isAliasLabel(text: string): boolean {
  return text.length <= ALIAS_MAX_CHARS && STRICT.test(text);
}

/** Whether `text`, in small letters, may be an alias of some room: other servers register ones that begin with a digit. */
export function isForeignAliasLabel(text: string): boolean {
  return text.length <= ALIAS_MAX_CHARS && LOOSE.test(text);
}
