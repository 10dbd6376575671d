import { createIdentity, dialRoom, JoinError } from '@open-rooms/client';
import { nodeNetwork, nodeRuntime } from '@open-rooms/client/node';
import { RemoteError } from '@open-rooms/protocol';
import type { Config } from '../config/config.ts';
import { VERSION } from '../config/version.ts';
import { type Asked, examine } from '../doctor/examine.ts';
import type { Visitor } from '../doctor/see-reach.ts';
import { printable } from '../observe/printable.ts';
import { StartError } from '../running-server.ts';
import { MIGRATIONS } from '../store/migrations.ts';
import { MARKS, stepLine } from './check.ts';
import { askHealth, connectControl } from './control-client.ts';
import { EXIT } from './failure.ts';
import { styleOf } from './style.ts';
import type { Terminal } from './terminal.ts';

/** How long a server that hangs is given: any that does not answers at once. */
const CONTROL_MS = 5_000;

/**
 * Looks at a room and its machine, prints each finding when it is known, then the verdict; or all of it as one object of JSON.
 *
 * @param clock a web server to compare the clock with.
 * @returns the exit code.
 */
export async function doctor(config: Config, clock: URL | undefined, terminal: Terminal): Promise<number> {
  const { data, json } = config;
  const style = styleOf(terminal.stdout, terminal.env);
  const print = (line: string) => terminal.stdout.write(`${line}\n`);
  const examination = {
    ...{ config, version: VERSION, clock, visitor, now: Date.now },
    migrations: Object.keys(MIGRATIONS),
    ask: () => asked(data),
  };
  if (!json) print(`Looking at ${style.link(printable(data))}\n`);
  const { ok, fault, findings } = await examine(examination, (finding) => {
    if (!json) print(stepLine(finding, style));
  });
  const bad = findings.filter(({ outcome }) => outcome === 'failed').length;
  const odd = findings.filter(({ outcome }) => outcome === 'warning').length;
  const verdict = verdictOf(bad, odd);
  if (json) print(JSON.stringify({ ok, fault, verdict, version: VERSION, findings }));
  else print(`\n${style.strong(`${MARKS[ok ? 'ok' : 'failed']} ${verdict}`)}`);
  return ok ? EXIT.done : EXIT.fault;
}

function verdictOf(bad: number, odd: number): string {
  const good = odd === 1 ? 'one thing is' : `${odd} things are`;
  if (bad === 0) return odd === 0 ? 'Nothing is wrong.' : `Nothing is wrong; ${good} worth a look (!).`;
  return bad === 1
    ? 'One thing is wrong (\u2717): mend it, and look again.'
    : `${bad} things are wrong (\u2717): mend the first, and look again.`;
}

/** What the server on a data directory says of itself. */
async function asked(data: string): Promise<Asked> {
  const late = Promise.withResolvers<Asked>();
  const timer = setTimeout(() => late.resolve({ state: 'silent' }), CONTROL_MS);
  try {
    return await Promise.race([late.promise, askBoth(data)]);
  } finally {
    clearTimeout(timer);
  }
}

async function askBoth(data: string): Promise<Asked> {
  try {
    const control = await connectControl(data);
    const { version } = await control.status().finally(() => control.close());
    return { state: 'running', version, health: await askHealth(data) };
  } catch (error) {
    if (error instanceof RemoteError) return { state: 'older' };
    if (error instanceof StartError && error.code === 'not-running') return { state: 'stopped' };
    if (error instanceof StartError && error.code === 'unavailable') return { state: 'closed' };
    throw error;
  }
}

/** Our client, as a stranger with a key that nobody has seen: nobody in the room is told of it. */
const visitor: Visitor = {
  shakeHands: async (address, networkKey, signal) => {
    const keys = createIdentity(nodeRuntime.crypto);
    try {
      const { connection } = await dialRoom([address], { runtime: nodeRuntime, keys, networkKey }, signal);
      connection.close();
      return { is: 'the-room' };
    } catch (error) {
      if (!(error instanceof JoinError)) throw error;
      if (error.fault === 'unreachable') throw error.cause ?? error;
      return { is: error.fault === 'wrong-key' ? 'turned-away' : 'another', why: error.message };
    }
  },
  askStun: async (host, port, signal) => {
    using udp = nodeNetwork.openUdp();
    return (await udp.askStun(host, port, signal)).text;
  },
};
