import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { nodeNetwork } from '@open-rooms/client/node';
import { fromApt, HAS_APT } from '../programs/install.ts';
import { installed, isRoot } from '../programs/installed.ts';
import { within } from '../stock/deadline.ts';
import { temporaryDirectory } from '../temporary-directory.ts';

/** Who may relay: those with credentials made of a secret, or one user. */
export type CoturnAccess = { readonly secret: string } | { readonly user: string; readonly password: string };

/** A TURN server on loopback that relays to loopback. */
export interface Coturn extends AsyncDisposable {
  /** Over UDP. */
  readonly url: string;
  /** Over TCP. */
  readonly tcpUrl: string;
  /** Whether somebody was given an address to relay with since it started. */
  readonly hasRelayed: () => boolean;
}

const NAMES = ['turnserver', 'coturn'];
const COMMAND = HAS_APT ? 'apt-get install -y coturn' : 'brew install coturn';
const HOST = '127.0.0.1';

/**
 * Starts the real coturn: from `PATH`, or on Debian as root from apt. Where it cannot be had, the test is skipped with the
 * command that brings it, and the answer is `undefined`; with `CI=true` it throws.
 */
export async function startCoturn(t: TestContext, access: CoturnAccess): Promise<Coturn | undefined> {
  const coturn = await coturnHere(access);
  if (coturn !== undefined) return coturn;
  const as = HAS_APT && !isRoot() ? ' as root' : '';
  const reason = `There is no TURN server here: run "${COMMAND}"${as}.`;
  if (process.env['CI'] === 'true') throw new Error(reason);
  t.skip(reason);
  return undefined;
}

/** The same without a test; `undefined` where it cannot be had. */
export async function coturnHere(access: CoturnAccess): Promise<Coturn | undefined> {
  const program = installed(NAMES) ?? (fromApt('coturn') ? installed(NAMES) : undefined);
  return program === undefined ? undefined : start(program, access);
}

async function start(program: string, access: CoturnAccess): Promise<Coturn> {
  await using started = new AsyncDisposableStack();
  const folder = started.use(await temporaryDirectory()).path;
  const port = await freePort();
  const child = spawn(program, argumentsOf(port, folder, access), { stdio: ['ignore', 'pipe', 'pipe'] });
  started.defer(() => ended(child));
  let printed = '';
  for (const output of [child.stdout, child.stderr]) {
    output.on('data', (text: Buffer) => {
      printed += text.toString('utf8');
    });
  }
  const gone = once(child, 'exit').then(() => {
    throw new Error(`coturn has ended: ${printed}`);
  });
  gone.catch(() => undefined);
  await within('coturn to answer', Promise.race([answers(port), gone]));
  const all = started.move();
  return {
    url: `turn:${HOST}:${port}?transport=udp`,
    tcpUrl: `turn:${HOST}:${port}?transport=tcp`,
    hasRelayed: () => /ALLOCATE processed, success/.test(printed),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

function argumentsOf(port: number, folder: string, access: CoturnAccess): string[] {
  const who =
    'secret' in access
      ? ['--use-auth-secret', '--static-auth-secret', access.secret]
      : ['--lt-cred-mech', '--user', `${access.user}:${access.password}`];
  return [
    ...['-n', '--listening-ip', HOST, '--relay-ip', HOST, '--listening-port', `${port}`],
    // A cluster of browsers on one machine is what loopback is here; nobody else reaches it.
    ...['--no-tls', '--no-dtls', '--no-cli', '--allow-loopback-peers', '--realm', 'room.example'],
    ...['--verbose', '--log-file', 'stdout', '--simple-log'],
    ...['--pidfile', join(folder, 'pid'), '--userdb', join(folder, 'users')],
    ...who,
  ];
}

/** It answers STUN, too, as soon as it answers anything. */
async function answers(port: number): Promise<void> {
  using udp = nodeNetwork.openUdp();
  await udp.askStun(HOST, port, new AbortController().signal);
}

/** A port that is free over TCP and UDP. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, HOST);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const socket = createSocket('udp4');
  try {
    await once(socket.bind(port, HOST), 'listening');
    return port;
  } finally {
    socket.close();
    server.close();
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}
