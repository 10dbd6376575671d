import { StartError } from '../running-server.ts';
import type { Config } from './config.ts';
import { flagOf } from './settings.ts';

/** The settings that are ports. */
export type PortKey = 'port' | 'httpPort' | 'acmeHttpPort' | 'whoisPort' | 'metricsPort' | 'stunPort';

/** The room cannot do without these. */
const NEEDED: ReadonlySet<PortKey> = new Set(['port', 'httpPort']);

/** Another program has a port that the room wants. */
export class PortInUse extends StartError {
  readonly key: PortKey;
  readonly port: number;
  /** A port near it that is free; `null` where there is none. */
  readonly next: number | null;

  constructor(key: PortKey, port: number, next: number | null, options?: ErrorOptions) {
    const other = NEEDED.has(key) ? '0 for any free port' : '"off"';
    const free = next === null ? 'another port' : `${next}, which is free,`;
    super(
      'port-in-use',
      `Cannot listen on port ${port}: another program uses it. Stop that program, or give ${flagOf(key)} ${free} or ${other}.`,
      options,
    );
    this.key = key;
    this.port = port;
    this.next = next;
  }
}

/** Whether `cause` is that another program has the port. */
export function isPortInUse(cause: unknown): boolean {
  return codeOf(cause) === 'EADDRINUSE';
}

/**
 * What a failed `listen` means to an admin.
 *
 * @param cause what the socket said.
 * @param key the setting of the port that could not be opened.
 * @param next a port near it that is free, where another program has it.
 * @returns a {@link StartError} with a sentence that says how to mend it, or `cause` where it is our bug.
 */
export function listenError(
  cause: unknown,
  key: PortKey,
  config: Config,
  next: number | null = null,
): unknown {
  const code = codeOf(cause);
  if (code === 'EADDRINUSE') return new PortInUse(key, Number(config[key]), next, { cause });
  if (code === 'EACCES') {
    return new StartError(
      'port-refused',
      `Cannot listen on port ${config[key]}: this user may not open it. Give ${flagOf(key)} a port above 1023, or let the program open low ones: "setcap cap_net_bind_service=+ep FILE" as root.`,
      { cause },
    );
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAFNOSUPPORT' || code === 'EAI_AGAIN') {
    return new StartError(
      'host-unavailable',
      `Cannot listen on address "${config.host}": this machine has no such address. Give --host one that it has.`,
      { cause },
    );
  }
  return cause;
}

function codeOf(cause: unknown): unknown {
  return cause instanceof Error && 'code' in cause ? cause.code : undefined;
}
