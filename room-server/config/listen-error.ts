import { StartError } from '../running-server.ts';
import type { Config } from './config.ts';
import { flagOf } from './settings.ts';

type PortKey = 'port' | 'httpPort' | 'acmeHttpPort' | 'whoisPort' | 'metricsPort' | 'stunPort';

/**
 * What a failed `listen` means to an admin.
 *
 * @param cause what the socket said.
 * @param key the setting of the port that could not be opened.
 * @returns a {@link StartError} with a sentence that says how to mend it, or `cause` where it is our bug.
 */
export function listenError(cause: unknown, key: PortKey, config: Config): unknown {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  const port = `port ${config[key]}`;
  const flag = flagOf(key);
  if (code === 'EADDRINUSE') {
    const other = key === 'port' || key === 'httpPort' ? '0 for any free port' : '"off"';
    return new StartError(
      'port-in-use',
      `Cannot listen on ${port}: another program uses it. Stop that program, or give ${flag} another port or ${other}.`,
      { cause },
    );
  }
  if (code === 'EACCES') {
    return new StartError(
      'port-refused',
      `Cannot listen on ${port}: this user may not open it. Give ${flag} a port above 1023.`,
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
