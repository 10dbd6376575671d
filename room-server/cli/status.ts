import type { Config } from '../config/config.ts';
import type { Status } from '../control/contract.ts';
import { printable } from '../observe/printable.ts';
import type { ConnectControl } from './control-client.ts';
import { EXIT } from './failure.ts';
import { below } from './start-lines.ts';
import { type Style, styleOf } from './style.ts';
import type { Terminal } from './terminal.ts';

/** Units of a time that has passed, the largest first, in seconds. */
const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/**
 * Prints how the running server is.
 *
 * @returns the exit code.
 */
export async function status(config: Config, terminal: Terminal, connect: ConnectControl): Promise<number> {
  const control = await connect(config.data);
  try {
    const now = await control.status();
    const lines = config.json
      ? [JSON.stringify(now)]
      : statusLines(now, styleOf(terminal.stdout, terminal.env));
    terminal.stdout.write(`${lines.join('\n')}\n`);
    return EXIT.done;
  } finally {
    await control.close();
  }
}

/** A status as a person reads it. */
export function statusLines(now: Status, style: Style): readonly string[] {
  const rows: [label: string, value: string][] = [
    ['Room', now.id],
    [
      'Online',
      `${now.attendants} in the room, ${count(now.connections, 'connection')}, ${count(now.tunnels, 'tunnel')}`,
    ],
    ['Running', `for ${passed(now.uptime)}, version ${now.version}`],
  ];
  const paths = [...(now.stun === null ? [] : [now.stun]), ...now.turn];
  const title = now.claimed
    ? printable(now.name ?? '')
    : 'This room has no name yet: open the claim link that "start" printed.';
  return [
    style.strong(title),
    '',
    ...rows.map(([label, value]) => `  ${label.padEnd(10)}${value}`),
    ...below('Addresses', now.addresses, style),
    ...(paths.length === 0 ? [] : below('STUN and TURN', paths, style)),
    ...(now.invite === null ? [] : below('Invite', [now.invite], style)),
  ];
}

function passed(seconds: number): string {
  for (const [unit, length] of UNITS) {
    if (seconds >= length) return count(Math.floor(seconds / length), unit);
  }
  return count(Math.floor(seconds), 'second');
}

function count(many: number, unit: string): string {
  return `${many} ${unit}${many === 1 ? '' : 's'}`;
}
