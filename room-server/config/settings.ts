import { resolve } from 'node:path';
import { MAIN_NETWORK_KEY } from '@open-rooms/protocol';
import { type GenericSchema, parse } from 'valibot';
import type { Config } from './config.ts';
import { networkKey } from './network-key.ts';
import {
  claimWord,
  domainName,
  emailAddress,
  file,
  folder,
  httpsUrl,
  listenHost,
  oneOf,
  optionalPort,
  port,
  privacyMode,
  proxyRanges,
  publicHost,
  roomDescription,
  roomName,
  turnUrls,
  turnWord,
  webOrigin,
  yesOrNo,
} from './parsers.ts';

/** One setting: all that its flag, its environment variable, its key in a config file and its page say. */
export interface Setting<Value> {
  /** What stands for the value in `--help`; `null` makes the flag a switch. */
  readonly placeholder: string | null;
  /** Reads a spelling; the message of its first issue says which spellings are good. */
  readonly schema: GenericSchema<string, Value>;
  /** The value where nobody says another. */
  readonly fallback: Value;
  /** The fallback in words, for `--help` and the page. */
  readonly fallbackText: string;
  /** What it is for, and why one would change it. */
  readonly help: string;
  /** Its flag may be given again; spellings are put together with a space between, and a config file may hold a list. */
  readonly isList?: true;
  /** No message quotes it. */
  readonly isSecret?: true;
}

/** The certificate authority of most. */
const LETS_ENCRYPT = 'https://acme-v02.api.letsencrypt.org/directory';

/** The one table of settings. Its keys are the keys of a config file. */
export const SETTINGS: { readonly [Key in keyof Config]: Setting<Config[Key]> } = {
  data: {
    placeholder: 'DIR',
    schema: folder,
    fallback: resolve('open-rooms-data'),
    fallbackText: './open-rooms-data',
    help: "Folder of the room's key and database, made where it is missing. Back it up: the key is the room.",
  },
  host: {
    placeholder: 'ADDRESS',
    schema: listenHost,
    fallback: null,
    fallbackText: 'all interfaces',
    help: 'Address to listen on. 127.0.0.1 keeps the room on this machine, for a try or behind a proxy.',
  },
  port: {
    placeholder: 'PORT',
    schema: port,
    fallback: 8008,
    fallbackText: '8008',
    help: 'Port of SSB apps. 8008 is what they expect; 0 takes any free port, here and in every port below.',
  },
  httpPort: {
    placeholder: 'PORT',
    schema: port,
    fallback: 3000,
    fallbackText: '3000',
    help: 'Port of the web page and of WebSocket connections.',
  },
  tls: {
    placeholder: 'SET',
    schema: oneOf(['off', 'self-signed']),
    fallback: 'off',
    fallbackText: 'off',
    help: '"self-signed" makes the HTTP port speak https and wss with a certificate of its own: browsers warn once, then allow screens, cameras and microphones. Leave it out with --tls-cert.',
  },
  tlsCert: {
    placeholder: 'FILE',
    schema: file,
    fallback: null,
    fallbackText: 'none',
    help: 'Certificate (PEM, with the chain) that browsers trust: the HTTP port speaks https and wss with it. Read again when it changes.',
  },
  tlsKey: {
    placeholder: 'FILE',
    schema: file,
    fallback: null,
    fallbackText: 'none',
    help: 'Private key (PEM, without a passphrase) of --tls-cert.',
  },
  domain: {
    placeholder: 'HOST',
    schema: domainName,
    fallback: null,
    fallbackText: 'none',
    help: 'Domain name that leads to this machine: the room gets a certificate for it by ACME, and renews it. The HTTP port is 443 then, and links are https://HOST. Giving it agrees to the terms of the certificate authority.',
  },
  acmeEmail: {
    placeholder: 'ADDRESS',
    schema: emailAddress,
    fallback: null,
    fallbackText: 'none',
    help: 'E-mail address that the certificate authority may write to about the certificate of --domain.',
  },
  acmeDirectory: {
    placeholder: 'URL',
    schema: httpsUrl,
    fallback: LETS_ENCRYPT,
    fallbackText: "Let's Encrypt",
    help: 'Certificate authority of --domain: the address of its ACME directory.',
  },
  acmeHttpPort: {
    placeholder: 'PORT',
    schema: optionalPort,
    fallback: 80,
    fallbackText: '80 with --domain',
    help: 'Port of plain HTTP with --domain, where the certificate authority may look, and browsers are sent on to https. Where it cannot be had, the HTTP port alone is enough; "off" leaves it closed.',
  },
  whoisPort: {
    placeholder: 'PORT',
    schema: optionalPort,
    fallback: 26_819,
    fallbackText: '26819',
    help: 'Port of /whois, where apps that know only the host name ask for the address. "off" leaves it closed.',
  },
  metricsPort: {
    placeholder: 'PORT',
    schema: optionalPort,
    fallback: 9464,
    fallbackText: '9464',
    help: 'Port of /metrics and /healthz, on loopback only: they tell how busy the room is. "off" leaves it closed.',
  },
  stunPort: {
    placeholder: 'PORT',
    schema: optionalPort,
    fallback: 3478,
    fallbackText: '3478',
    help: 'UDP port of STUN, by which peers find direct paths to each other. Where another program has 3478, a TURN server perhaps, the room starts without it. "off" leaves it closed.',
  },
  trustedProxies: {
    placeholder: 'RANGE',
    schema: proxyRanges,
    fallback: [],
    fallbackText: 'none',
    help: 'Reverse proxy in front of the HTTP port whose word for who asks is believed (--proxy-header): an IP address, a network such as 10.0.0.0/8, "loopback" or "private". For several give it again. Limits then count the people behind it.',
    isList: true,
  },
  proxyHeader: {
    placeholder: 'HEADER',
    schema: oneOf(['x-forwarded-for', 'forwarded']),
    fallback: 'x-forwarded-for',
    fallbackText: 'x-forwarded-for',
    help: 'Header in which --trusted-proxies say who asks: "x-forwarded-for", or "forwarded" (RFC 7239). The other is not read: proxies pass it on as anybody wrote it.',
  },
  turn: {
    placeholder: 'URL',
    schema: turnUrls,
    fallback: [],
    fallbackText: 'none',
    help: 'TURN server that relays for peers without a direct path: turn:HOST:PORT or turns:HOST:PORT, with "?transport=tcp" where that is meant. For several give it again.',
    isList: true,
  },
  turnUser: {
    placeholder: 'NAME',
    schema: turnWord,
    fallback: null,
    fallbackText: 'none',
    help: 'User name of --turn, one for everybody; used together with --turn-password. Attendants see both.',
  },
  turnPassword: {
    placeholder: 'WORD',
    schema: turnWord,
    fallback: null,
    fallbackText: 'none',
    help: 'Password of --turn-user.',
    isSecret: true,
  },
  turnSecret: {
    placeholder: 'WORD',
    schema: turnWord,
    fallback: null,
    fallbackText: 'none',
    help: 'Secret that --turn knows, too ("static-auth-secret" of coturn): each attendant gets credentials of it that are good for five minutes. Prefer the environment: other users of a machine can read flags.',
    isSecret: true,
  },
  publicHost: {
    placeholder: 'HOST',
    schema: publicHost,
    fallback: null,
    fallbackText: 'an address of this machine',
    help: 'Host name or IP address that others use, for printed addresses, links and invites. Set it where the room is reached by a domain name or through NAT.',
  },
  publicWeb: {
    placeholder: 'URL',
    schema: webOrigin,
    fallback: null,
    fallbackText: 'the HTTP port',
    help: 'Where browsers reach the room, if not at its own HTTP port: https://room.example behind a proxy. Links, invites and addresses for browsers say it.',
  },
  aliasSubdomains: {
    placeholder: null,
    schema: yesOrNo,
    fallback: false,
    fallbackText: 'false',
    help: 'Web addresses of aliases are https://NAME.HOST instead of https://HOST/alias/NAME, of --public-host. Needs a wildcard in the DNS, and in the certificate; both forms are answered in any case.',
  },
  name: {
    placeholder: 'TEXT',
    schema: roomName,
    fallback: null,
    fallbackText: 'asked for on the claim page',
    help: 'Name of a new room: sets it up without the claim page, and without an owner. A room that has a name keeps it.',
  },
  description: {
    placeholder: 'TEXT',
    schema: roomDescription,
    fallback: null,
    fallbackText: 'empty',
    help: 'Description of a new room; used together with --name.',
  },
  mode: {
    placeholder: 'MODE',
    schema: privacyMode,
    fallback: 'open',
    fallbackText: 'open',
    help: 'Who may come to a new room: open (everybody), community (others may call its members, and see nobody) or restricted (members only). A room that has a name keeps its mode; "open-rooms mode" changes it.',
  },
  networkKey: {
    placeholder: 'KEY',
    schema: networkKey,
    fallback: parse(networkKey, MAIN_NETWORK_KEY),
    fallbackText: 'the main SSB network',
    help: 'Network key, 32 bytes as base64 or hexadecimal. Apps with another key cannot connect: for private and test networks.',
  },
  limits: {
    placeholder: 'SET',
    schema: oneOf(['default', 'none']),
    fallback: 'default',
    fallbackText: 'default',
    help: '"none" lifts the limits per address, for benches and tests where every peer has one address. Limits per connection always hold.',
  },
  claim: {
    placeholder: 'WORD',
    schema: claimWord,
    fallback: null,
    fallbackText: 'a random word',
    help: 'Secret word of the claim link, to know the link before the first start. Prefer the environment: other users of a machine can read flags.',
    isSecret: true,
  },
  logLevel: {
    placeholder: 'LEVEL',
    schema: oneOf(['error', 'warn', 'info', 'debug', 'silent']),
    fallback: 'info',
    fallbackText: 'info',
    help: 'What goes to the log on stderr: error, warn, info, debug or silent. "debug" tells of each connection.',
  },
  json: {
    placeholder: null,
    schema: yesOrNo,
    fallback: false,
    fallbackText: 'false',
    help: 'Print one line of JSON instead of text, for scripts.',
  },
};

/** The keys of {@link SETTINGS}, in the order in which they are shown. */
export const SETTING_KEYS = Object.keys(SETTINGS).filter(isSettingKey);

/** Whether `key` names a setting. */
export function isSettingKey(key: string): key is keyof Config {
  return Object.hasOwn(SETTINGS, key);
}

/** The command-line flag of a setting: `httpPort` is `--http-port`. */
export function flagOf(key: keyof Config): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** The environment variable of a setting: `httpPort` is `OPEN_ROOMS_HTTP_PORT`. */
export function variableOf(key: keyof Config): string {
  return `OPEN_ROOMS_${key.replace(/[A-Z]/g, '_$&').toUpperCase()}`;
}
