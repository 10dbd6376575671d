import { ADDRESS_MAX_CHARS } from './limits.ts';
import { refuseLongText, unreadable } from './unreadable.ts';

/** One protocol of an address: `net:room.example:8008` is `{ name: 'net', data: ['room.example', '8008'] }`. */
export interface AddressProtocol {
  readonly name: string;
  readonly data: readonly string[];
}

/** A transport followed by its transforms (`net:…~shs:…`). */
export type ProtocolStack = readonly AddressProtocol[];

const ESCAPE = '!';
const RESERVED = /[!~:;]/g;
const NAME = /^[a-z][a-z0-9-]+$/;
const FIRST_CHAR = '"';
const LAST_CHAR = '}';

/**
 * Reads the general grammar of multiserver addresses, whatever the protocols mean:
 * `proto(:data)*(~proto(:data)*)*(;…)*`, where `!` escapes `! : ; ~`. Throws `UnreadableText`.
 */
export function decodeMultiserver(text: string): ProtocolStack[] {
  refuseLongText('address', text, ADDRESS_MAX_CHARS);
  return splitAt(text, ';').map((stack) =>
    splitAt(stack, '~').map((protocol) => readProtocol(protocol, text)),
  );
}

/** Writes what `decodeMultiserver` reads, escapes included. */
export function encodeMultiserver(stacks: readonly ProtocolStack[]): string {
  return stacks.map((stack) => stack.map(writeProtocol).join('~')).join(';');
}

function readProtocol(protocol: string, text: string): AddressProtocol {
  const [name = '', ...data] = splitAt(protocol, ':');
  if (!NAME.test(name)) {
    const why = `${JSON.stringify(name)} stands where a protocol's name should; names are small letters, digits and "-", as in net, wss, shs.`;
    throw unreadable('bad-form', 'address', text, why);
  }
  return { name, data: data.map((piece) => unescapePiece(piece, text)) };
}

function unescapePiece(piece: string, text: string): string {
  let plain = '';
  for (let at = 0; at < piece.length; at++) {
    let char = piece.charAt(at);
    if (char === ESCAPE) {
      char = piece.charAt(++at);
      if (char === '' || !'!~:;'.includes(char)) {
        throw unreadable(
          'bad-form',
          'address',
          text,
          '"!" escapes only "!", ":", ";" and "~"; write "!!" for "!" itself.',
        );
      }
    } else if (char < FIRST_CHAR || char > LAST_CHAR) {
      throw unreadable(
        'bad-form',
        'address',
        text,
        `${JSON.stringify(char)} cannot stand in an address; remove it.`,
      );
    }
    plain += char;
  }
  return plain;
}

function writeProtocol(protocol: AddressProtocol): string {
  return [protocol.name, ...protocol.data.map((piece) => piece.replace(RESERVED, '!$&'))].join(':');
}

/** Splits at unescaped separators and leaves the escapes in place. */
function splitAt(text: string, separator: string): string[] {
  const parts: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === ESCAPE) at++;
    else if (char === separator) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}
