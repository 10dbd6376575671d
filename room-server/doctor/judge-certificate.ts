import { isIP } from 'node:net';
import { type Finding, failed, fine, warning } from './finding.ts';
import { instant } from './words.ts';

const MS_PER_DAY = 86_400_000;

/** What renews by itself has long done so by then. */
const ENDS_SOON_DAYS = 14;

/** The certificate that browsers are shown. */
export interface ShownCertificate {
  readonly source: 'files' | 'self-signed' | 'acme' | 'stopgap' | 'elsewhere';
  readonly names: readonly string[];
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  /** Why the last attempt to get a new one failed, as a sentence. */
  readonly failure: string | null;
  /** Why this machine does not trust it, in the words of OpenSSL; `null` where it does, or was not asked. */
  readonly untrusted: string | null;
}

const WHENCE: Readonly<Record<ShownCertificate['source'], string>> = {
  files: 'of --tls-cert',
  'self-signed': 'that the room made itself',
  acme: 'that the room got by ACME',
  stopgap: 'that the room made itself',
  elsewhere: 'that is shown at the public address',
};

const MEND: Readonly<Record<ShownCertificate['source'], string>> = {
  files: 'Renew it; the room reads it again by itself.',
  'self-signed': 'Restart the room, which then makes another.',
  acme: 'Look at the log of the room.',
  stopgap: 'Restart the room, which then makes another.',
  elsewhere: 'Renew it at the proxy before the room.',
};

/** What browsers think of a certificate. `host` is the name that they come by, where it is known. */
export function judgeCertificate(shown: ShownCertificate, host: string | null, now: number): Finding {
  const { source, names, from, to, failure, untrusted } = shown;
  const named = `The certificate ${WHENCE[source]}`;
  const mend = MEND[source];
  const days = Math.floor((to - now) / MS_PER_DAY);
  if (source === 'stopgap') return judgeStopgap(failure);
  if (to <= now)
    return failed(
      'https',
      'certificate-ended',
      `${named} ended on ${instant(to)}: browsers refuse it.${told(failure)} ${mend}`,
    );
  if (from > now)
    return failed(
      'https',
      'certificate-early',
      `${named} begins on ${instant(from)}: browsers refuse it until then. Look whether this machine's clock is right.`,
    );
  if (host !== null && !coversHost(names, host))
    return failed(
      'https',
      'certificate-name',
      `${named} is for ${listed(names)}, not for ${host}: browsers refuse it there. Get one for that name, or set --public-host to a name that it has.`,
    );
  if (failure !== null)
    return warning(
      'https',
      'certificate-not-renewed',
      `${named} could not be renewed, and ends in ${plural(days)}.${told(failure)}`,
    );
  if (days < ENDS_SOON_DAYS)
    return warning('https', 'certificate-ends', `${named} ends in ${plural(days)}. ${mend}`);
  if (source === 'self-signed')
    return fine(
      'https',
      `${named} is good for ${plural(days)}: browsers warn of it once. --domain gets one that they trust.`,
    );
  if (untrusted !== null)
    return warning(
      'https',
      'certificate-untrusted',
      `${named} is not trusted by this machine (${untrusted}), so perhaps not by browsers: see that the file holds the whole chain.`,
    );
  return fine('https', `${named}, for ${listed(names)}, is good for ${plural(days)}.`);
}

/** The room shows one of its own making until it gets one for its domain. */
function judgeStopgap(failure: string | null): Finding {
  const named =
    'The certificate of --domain is not there yet, and browsers warn of the one that the room shows meanwhile.';
  if (failure !== null) return failed('https', 'certificate-not-issued', `${named}${told(failure)}`);
  return warning(
    'https',
    'certificate-not-issued',
    `${named} It is being asked for: look again in a minute.`,
  );
}

function told(failure: string | null): string {
  return failure === null ? '' : ` ${failure}`;
}

/** Whether one of the names is the host, or stands for it with a `*`. */
export function coversHost(names: readonly string[], host: string): boolean {
  const wanted = spelled(host);
  const above = isIP(host) === 0 ? wanted.replace(/^[^.]+/, '*') : wanted;
  return names.some((name) => [wanted, above].includes(spelled(name)));
}

/** One spelling for each name: IPv6 addresses have several. */
function spelled(name: string): string {
  return isIP(name) === 6 ? new URL(`http://[${name}]`).hostname : name.toLowerCase();
}

const NAMES_LISTED = 4;

function listed(names: readonly string[]): string {
  if (names.length === 0) return 'no host';
  const more = names.length - NAMES_LISTED;
  return `${names.slice(0, NAMES_LISTED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function plural(days: number): string {
  return days === 1 ? '1 day' : `${days} days`;
}
