import { type Finding, type FindingName, failed, fine, notJudged, warning } from './finding.ts';

/** A place of the room that was tried from this machine, and what came of it. */
export interface Tried {
  readonly name: 'peers' | 'web' | 'whois' | 'stun';
  /** `room.example:8008` */
  readonly place: string;
  /** `inside`: at an address of this machine; `router`: at one that is elsewhere, of a router most likely. */
  readonly by: 'inside' | 'router';
  readonly answer:
    | {
        readonly is: 'the-room';
        readonly milliseconds: number;
        /** What it does, where that is not what such a place does in most rooms. */
        readonly does?: string;
        readonly also?: string;
      }
    /** Somebody else, or another room. */
    | { readonly is: 'another'; readonly why: string }
    /** Nobody. */
    | { readonly is: 'none'; readonly why: string };
}

const DOES: Readonly<Record<Tried['name'], string>> = {
  peers: 'proves the key of the room',
  web: 'shows the pages of the room',
  whois: 'names the room to apps that know the host only',
  stun: 'tells peers their address',
};

/** Whether the room answers where it should. */
export function judgeTried({ name, place, by, answer }: Tried): Finding {
  if (answer.is === 'the-room') {
    const took = `(${Math.max(1, Math.round(answer.milliseconds))} ms)`;
    return fine(
      name,
      `${place} ${answer.does ?? DOES[name]} ${took}.${answer.also === undefined ? '' : ` ${answer.also}`}`,
    );
  }
  if (by === 'router')
    return warning(
      name,
      'not-from-here',
      `${place} does not lead to the room from this machine: ${answer.why}. Many routers do not lead back to a machine behind them, so that may say nothing; see that the router passes that port on to this machine.`,
    );
  if (answer.is === 'another')
    return failed(
      name,
      'other-program',
      `At ${place} another program answers in the room's place: ${answer.why}. See which one listens there ("ss -ltnp"), or what stands before the room.`,
    );
  return failed(
    name,
    'silent',
    `The room does not answer at ${place}: ${answer.why}. Look at its log, and at the firewall of this machine.`,
  );
}

/** What the DNS says of the name by which others reach the room. */
export interface HostFacts {
  /** `null` where none is configured. */
  readonly host: string | null;
  /** IP addresses; none where there is no such name. */
  readonly addresses: readonly string[];
  /** The addresses of this machine. */
  readonly own: readonly string[];
  /** Why the DNS could not be asked, as a clause. */
  readonly why?: string;
}

/** Where the name of the room leads. */
export function judgeHost({ host, addresses, own, why }: HostFacts): Finding {
  if (host === null)
    return notJudged(
      'host',
      'No name is set by which others reach the room: set one with --public-host where it has a name, or is behind a router.',
    );
  if (addresses.length === 0)
    return failed(
      'host',
      'no-such-host',
      `The DNS does not know ${host}${why === undefined ? '' : ` (${why})`}: add an entry with the address of this machine, or correct --public-host.`,
    );
  const list = addresses.join(', ');
  const leads = addresses.includes(host) ? host : `${host}, which is ${list},`;
  if (addresses.every((address) => isLoopback(address)))
    return warning(
      'host',
      'host-loopback',
      `${leads} leads to this machine from this machine alone: others do not reach the room by it. Correct the DNS or /etc/hosts, or set --public-host to the name that others use.`,
    );
  const isOwn = addresses.some((address) => own.includes(address));
  if (isOwn) return fine('host', `${leads} is this machine.`);
  return fine(
    'host',
    `${leads} is no address of this machine: a router or a proxy has it, and has to pass the ports on.`,
  );
}

/** Whether an address is of the machine that asks, whichever that is. */
export function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.');
}

/** What cannot be seen from here, and how it is. */
export function judgeOutside(host: string | null): Finding {
  const where = host ?? 'HOST';
  const name: FindingName = 'outside';
  return notJudged(
    name,
    `All of this was seen from this machine: a firewall or a router before it does not show. Run "open-rooms check ${where}" on another machine.`,
  );
}
