import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { ICE_URLS_MAX, isIceWord, PRIVACY_MODES, readIceUrl } from '@open-rooms/protocol';
import * as v from 'valibot';
import { readProxyRange } from './proxy-range.ts';

/** Ports are 16 bits wide in TCP and UDP. */
const PORT_MAX = 65_535;
/**
 * Characters of a claim word: whoever guesses it owns the room. 16 of these 64 letters are 96 bits; the upper
 * bound keeps the link short enough for a QR code on a terminal.
 */
const CLAIM_MIN = 16;
const CLAIM_MAX = 128;
/** RFC 1035 §2.3.4. */
const HOST_NAME_MAX = 253;

const PORT_RULE = `a port is a whole number from 0 (any free port) to ${PORT_MAX}`;
const HOST_NAME_RULE = 'this is a host name or an IP address alone, without "http://", port or path';
const HOST_LABEL = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/;

const portNumber = (rule: string) =>
  v.pipe(v.string(), v.regex(/^\d{1,5}$/, rule), v.transform(Number), v.maxValue(PORT_MAX, rule));

/** A port; 0 is any free one. */
export const port = portNumber(PORT_RULE);

/** A port, or `off`. */
export const optionalPort = v.union(
  [v.literal('off'), portNumber(PORT_RULE)],
  `${PORT_RULE}, or "off" to leave it closed`,
);

/** A folder, relative to the working directory, as an absolute path. */
export const folder = v.pipe(
  v.string(),
  v.minLength(1, 'this is the path of a folder'),
  v.transform((path) => resolve(path)),
);

/** A file, relative to the working directory, as an absolute path. */
export const file = v.pipe(
  v.string(),
  v.minLength(1, 'this is the path of a file'),
  v.transform((path) => resolve(path)),
);

/** An address of this machine. */
export const listenHost = v.pipe(
  v.string(),
  v.transform(withoutBrackets),
  v.check(isHost, 'this is one address of this machine, such as 127.0.0.1, 0.0.0.0 or ::'),
);

/** Proxies that are trusted, with spaces between. */
export const proxyRanges = v.pipe(
  v.string(),
  v.transform((text) => text.split(/\s+/).filter((range) => range !== '')),
  v.check(
    (ranges) => ranges.length > 0 && ranges.every((range) => readProxyRange(range) !== undefined),
    'a proxy is an IP address, a network such as 10.0.0.0/8, "loopback" or "private"',
  ),
  v.transform((ranges) => ranges.flatMap((range) => readProxyRange(range) ?? [])),
);

/** URLs of TURN servers, with spaces between. */
export const turnUrls = v.pipe(
  v.string(),
  v.transform((text) => text.split(/\s+/).filter((url) => url !== '')),
  v.maxLength(ICE_URLS_MAX, `a room names at most ${ICE_URLS_MAX} of them, since browsers try them all`),
  v.check(
    (urls) => urls.length > 0 && urls.every((url) => readIceUrl(url)?.scheme.startsWith('turn') === true),
    'a TURN server is turn:HOST:PORT or turns:HOST:PORT, with "?transport=tcp" behind it where that is meant',
  ),
);

/** A user name, a password or a secret of TURN. */
export const turnWord = v.pipe(v.string(), v.check(isIceWord, 'it has 1 to 256 plain characters'));

/** The name by which others reach this machine. */
export const publicHost = v.pipe(v.string(), v.transform(withoutBrackets), v.check(isHost, HOST_NAME_RULE));

/** A name for which a certificate authority may give a certificate. */
export const domainName = v.pipe(
  v.string(),
  v.transform((text) => text.toLowerCase().replace(/\.$/, '')),
  v.check(
    (text) => isIP(text) === 0 && text.includes('.') && isHost(text),
    'this is a full domain name such as room.example, without "https://", port or path',
  ),
);

/** An e-mail address, as far as it can be told without writing to it. */
export const emailAddress = v.pipe(
  v.string(),
  v.regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'this is an e-mail address such as ann@room.example'),
);

/** A URL of https, with its path. */
export const httpsUrl = v.pipe(
  v.string(),
  v.check((text) => URL.parse(text)?.protocol === 'https:', 'this is a URL that begins with "https://"'),
);

const WEB_RULE = 'this is a URL without a path, such as https://room.example';

/** The URL of a web server, without a path: where browsers reach the room. */
export const webOrigin = v.pipe(
  v.string(),
  v.check((text) => readOrigin(text) !== undefined, WEB_RULE),
  v.transform((text) => readOrigin(text) ?? null),
);

/** A room's name; the room itself bounds its length. */
export const roomName = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1, 'a room needs a name of a letter or more'),
);

/** A room's description; the room itself bounds its length. */
export const roomDescription = v.pipe(v.string(), v.trim());

/** The secret word of the claim link. */
export const claimWord = v.pipe(
  v.string(),
  v.regex(
    new RegExp(`^[A-Za-z0-9_-]{${CLAIM_MIN},${CLAIM_MAX}}$`),
    `the word of a claim link has ${CLAIM_MIN} to ${CLAIM_MAX} letters, digits, "-" or "_"`,
  ),
);

/** The privacy mode of a new room. */
export const privacyMode = oneOf(PRIVACY_MODES);

/** One of a few words. */
export function oneOf<const Word extends string>(words: readonly Word[]): v.GenericSchema<string, Word> {
  return v.picklist(words, `use one of ${words.map((word) => `"${word}"`).join(', ')}`);
}

/** Yes or no. */
export const yesOrNo = v.pipe(
  v.picklist(['true', 'false', '1', '0'], 'use "true" or "false"'),
  v.transform((text) => text === 'true' || text === '1'),
);

function withoutBrackets(host: string): string {
  const text = host.toLowerCase();
  return text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text;
}

function isHost(host: string): boolean {
  if (isIP(host) !== 0) return true;
  return host.length <= HOST_NAME_MAX && host.split('.').every((label) => HOST_LABEL.test(label));
}

function readOrigin(text: string): { secure: boolean; host: string; port: number } | undefined {
  const url = URL.parse(text);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) return undefined;
  const secure = url.protocol === 'https:';
  const hasMore = url.pathname !== '/' || url.search !== '' || url.hash !== '' || url.username !== '';
  const host = withoutBrackets(url.hostname);
  if (hasMore || !isHost(host)) return undefined;
  return { secure, host, port: url.port === '' ? (secure ? 443 : 80) : Number(url.port) };
}
