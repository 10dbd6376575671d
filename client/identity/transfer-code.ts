import { type CryptoBackend, UnreadableText } from '@open-rooms/protocol';

/**
 * Digits of the code that opens a key in transfer: 66 bits. The sealed key may be photographed, or lie in the history
 * of a browser for ever, and is guessed at without anybody's help: at a million guesses a second, each 64 MiB of scrypt,
 * half of them take over a million years.
 */
const TRANSFER_CODE_DIGITS = 20;

/** Digits are typed on every phone, in every language. */
const GROUP = 4;

/** Bytes from here on would make some digits likelier than others. */
const FAIR = 250;

/** A code to type on another device: digits in groups of four. */
export function newTransferCode(crypto: CryptoBackend): string {
  let digits = '';
  while (digits.length < TRANSFER_CODE_DIGITS) {
    const [byte = FAIR] = crypto.randomBytes(1);
    if (byte < FAIR) digits += byte % 10;
  }
  return digits.replace(new RegExp(`.{${GROUP}}(?!$)`, 'g'), '$& ');
}

/**
 * The digits of a code as somebody typed it, spaces and dashes aside: what the key is sealed with.
 * @throws UnreadableText `bad-key`, which quotes nothing of it
 */
export function readTransferCode(typed: string): string {
  const digits = typed.replace(/[\s.-]/g, '');
  if (/\D/.test(digits)) throw unreadable('it has digits only');
  if (digits.length !== TRANSFER_CODE_DIGITS)
    throw unreadable(`it has ${TRANSFER_CODE_DIGITS} digits, and ${digits.length} are here`);
  return digits;
}

function unreadable(why: string): UnreadableText {
  return new UnreadableText('bad-key', `Cannot read this code: ${why}. The other device shows it.`);
}
