import { printable } from '../observe/printable.ts';
import type { RunningServer } from '../running-server.ts';
import { reachOf } from './reach.ts';
import type { Style } from './style.ts';

/** What `start` tells a person: who the room is, where it is, and what to do next. */
export function startLines(server: RunningServer, style: Style): readonly string[] {
  const rows: [label: string, value: string][] = [
    ['Room', server.id],
    ['Web page', server.web],
  ];
  if (server.whois !== null) rows.push(['Whois', server.whois]);
  if (server.stun !== null) rows.push(['STUN', server.stun]);
  if (server.metrics !== null) rows.push(['Metrics', server.metrics]);
  return [
    style.strong('Open Rooms'),
    '',
    ...rows.map(([label, value]) => `  ${label.padEnd(10)}${style.link(value)}`),
    ...below('Addresses', server.addresses, style),
    ...certificateLines(server, style),
    '',
    ...nextLines(server, style),
    ...reachLines(server),
    style.quiet('Stop with Ctrl+C.'),
  ];
}

/** What `start` tells when the room is claimed while it runs. */
export function claimedLines(name: string, invite: string | null, style: Style): readonly string[] {
  const title = style.strong(`Your room is open: ${printable(name)}`);
  if (invite === null) return [title, ''];
  return [
    title,
    'Bring someone in with this invite, pasted or scanned in their SSB app:',
    ...shared(invite, style),
  ];
}

/** The one line of JSON that says that a server is ready. */
export function readyJson(server: RunningServer): string {
  return JSON.stringify({
    ready: true,
    id: server.id,
    name: server.name,
    addresses: server.addresses,
    http: server.http,
    whois: server.whois,
    claim: server.claim,
    metrics: server.metrics,
    stun: server.stun,
    pid: server.pid,
  });
}

/** Nobody vouches for a certificate of our own: whoever opens the page can compare it. */
function certificateLines(
  { ownCertificate: sha256, awaitedCertificate: domain }: RunningServer,
  style: Style,
): readonly string[] {
  if (domain !== null) {
    return ['', `The certificate of ${domain} is asked for now; until it is here, browsers warn.`];
  }
  if (sha256 === null) return [];
  // In two lines, as browsers show it: one would not fit 80 characters.
  const halves = sha256.match(/[^:]+(?::[^:]+){0,15}/g) ?? [];
  return [
    ...below('Certificate (SHA-256 fingerprint)', halves, style),
    '',
    'Browsers warn once, since the room made its certificate: compare, then go on.',
  ];
}

/** Long values under their label: beside it, an address would not fit a line of 80 characters. */
export function below(label: string, values: readonly string[], style: Style): readonly string[] {
  return [`  ${label}`, ...values.map((value) => `    ${style.link(value)}`)];
}

/** Something to scan, then to copy: below its code, so that it is still there where the code fills the screen. */
function shared(text: string, style: Style): readonly string[] {
  return ['', ...spaced(style.qr(text)), style.link(text), ''];
}

function nextLines(server: RunningServer, style: Style): readonly string[] {
  if (server.claim !== null) {
    return [
      ...inviteLines(server.invite, style),
      style.strong('This room has no name yet.'),
      'Open this link to name it and to become its owner. It works once:',
      ...shared(server.claim, style),
    ];
  }
  return claimedLines(server.name ?? 'a room without a name', server.invite, style);
}

/** An unclaimed room is open already. Its code to scan is the claim link's. */
function inviteLines(invite: string | null, style: Style): readonly string[] {
  return invite === null
    ? []
    : ['SSB apps can come in already, with this invite:', '', style.link(invite), ''];
}

/** What may keep others from the page, and what to do about it; nothing where only this machine is to reach it. */
function reachLines(server: RunningServer): readonly string[] {
  const reach = reachOf(URL.parse(server.web)?.hostname ?? '');
  if (reach === 'here') return [];
  const ports = [
    ...new Set(server.addresses.flatMap(portOf)),
    ...(server.stun === null ? [] : [`${portOf(server.stun)} (UDP)`]),
  ];
  return [
    ...(reach === 'network' ? NETWORK_ONLY : []),
    `If others cannot open it, let ports ${ports.join(', ')} through the firewall;`,
    '"open-rooms doctor" says what is in the way.',
    '',
  ];
}

const NETWORK_ONLY = [
  'Links with this address work in your own network. For everybody else give',
  '--domain HOST, a name that leads here: https comes with it. Or --public-host.',
];

function portOf(address: string): string[] {
  return /:(\d+)(?:~|$)/.exec(address)?.slice(1, 2) ?? [];
}

function spaced(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [...lines, ''];
}
