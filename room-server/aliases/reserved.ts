/** Names that nobody may register, by the reason. */
const RESERVED: ReadonlyMap<string, readonly string[]> = new Map([
  [
    'mail to it stands for the host, and certificates are given for answering it',
    [
      ...['abuse', 'admin', 'administrator', 'hostmaster', 'info', 'mailer-daemon', 'noc', 'postmaster'],
      ...['root', 'security', 'ssladmin', 'ssladministrator', 'sysadmin', 'webmaster'],
    ],
  ],
  [
    'hosts have that name by custom, and programs look for it',
    [
      ...['autoconfig', 'autodiscover', 'cdn', 'dns', 'ftp', 'gateway', 'imap', 'isatap', 'localdomain'],
      ...[
        'localhost',
        'mail',
        'mta-sts',
        'mx',
        'ns',
        'pop',
        'pop3',
        'proxy',
        'router',
        'smtp',
        'ssh',
        'stun',
      ],
      ...['turn', 'vpn', 'wpad', 'www'],
    ],
  ],
  [
    'the room itself answers there, or will',
    [
      ...[
        'alias',
        'aliases',
        'api',
        'app',
        'assets',
        'attendants',
        'claim',
        'dashboard',
        'healthz',
        'invite',
      ],
      ...['invites', 'join', 'login', 'logout', 'member', 'members', 'metrics', 'notices', 'room', 'rooms'],
      ...['settings', 'signin', 'static', 'status', 'whois', 'ws'],
    ],
  ],
  [
    'people would take you for who runs the room, or for everybody in it',
    [
      ...['all', 'everybody', 'everyone', 'here', 'help', 'host', 'mod', 'moderator', 'moderators', 'nobody'],
      ...['official', 'operator', 'owner', 'staff', 'support', 'system', 'team'],
    ],
  ],
]);

/** `xn--…` is shown as letters of other scripts, of which many look like ours; the form is kept for such (RFC 5891 §4.2.3.1). */
const ENCODED = /^..--/;

/** Why nobody may register this label; `undefined` where somebody may. */
export function reasonToReserve(label: string): string | undefined {
  if (ENCODED.test(label)) return 'it would be shown in letters of another script';
  for (const [reason, labels] of RESERVED) if (labels.includes(label)) return reason;
  return undefined;
}
