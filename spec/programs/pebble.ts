import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { makeSelfSigned } from '../../room-server/net/tls/self-signed.ts';
import { ask } from '../conformance/tls/https.ts';
import { within } from '../stock/deadline.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { programFromDebian } from './debian.ts';
import { freePort } from './free-port.ts';

const HOST = '127.0.0.1';

/** A certificate authority that speaks ACME, on loopback, and a DNS in which every name leads to loopback. */
export interface Pebble extends AsyncDisposable {
  /** URL. */
  readonly directory: string;
  /** File of the certificate that its own https has. */
  readonly authority: string;
  /** The certificate that vouches for those it gives: PEM. */
  root(): Promise<string>;
  /** Where it looks for proofs. */
  readonly httpPort: number;
  readonly tlsPort: number;
}

export interface PebbleOptions {
  /** How long a certificate is good. */
  readonly validitySeconds?: number;
}

/**
 * Starts the real pebble: from `PATH`, or on Debian as root from apt. Where it cannot be had, the test is skipped with the
 * command that brings it, and the answer is `undefined`; with `CI=true` it throws.
 */
export async function startPebble(t: TestContext, options: PebbleOptions = {}): Promise<Pebble | undefined> {
  const program = programFromDebian(t, 'pebble', 'pebble');
  if (program === undefined) return undefined;
  const names = programFromDebian(t, 'pebble-challtestsrv', 'pebble');
  return names === undefined ? undefined : start(program, names, options);
}

async function start(program: string, names: string, { validitySeconds }: PebbleOptions): Promise<Pebble> {
  await using started = new AsyncDisposableStack();
  const folder = started.use(await temporaryDirectory()).path;
  const [acme, management, dns, names_, httpPort, tlsPort] = await freePorts();
  const own = await makeSelfSigned([HOST], Date.now());
  const [authority, privateKey] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  await writeFile(authority, own.cert);
  await writeFile(privateKey, own.key);
  const config = join(folder, 'pebble.json');
  await writeFile(
    config,
    JSON.stringify({
      pebble: {
        listenAddress: `${HOST}:${acme}`,
        managementListenAddress: `${HOST}:${management}`,
        certificate: authority,
        privateKey,
        httpPort,
        tlsPort,
        ...(validitySeconds !== undefined && { certificateValidityPeriod: validitySeconds }),
      },
    }),
  );
  const none = ['-http01', '', '-https01', '', '-tlsalpn01', ''];
  const dnsFlags = ['-dns01', `${HOST}:${dns}`, '-management', `${HOST}:${names_}`, ...none];
  run(started, names, [...dnsFlags, '-defaultIPv4', HOST, '-defaultIPv6', '']);
  const pebble = run(started, program, ['-config', config, '-dnsserver', `${HOST}:${dns}`]);
  await answers(pebble, `${HOST}:${acme}`);
  const all = started.move();
  return {
    ...{ directory: `https://${HOST}:${acme}/dir`, authority, httpPort, tlsPort },
    root: async () => (await ask(`https://${HOST}:${management}/roots/0`, own.cert)).body,
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

async function freePorts() {
  return [
    ...[await freePort(), await freePort(), await freePort()],
    ...[await freePort(), await freePort(), await freePort()],
  ] as const;
}

/** Ends with what was started before it. */
function run(started: AsyncDisposableStack, program: string, args: readonly string[]): ChildProcess {
  // It waits some seconds before each look, refuses some requests and skips some looks by chance, unless told otherwise.
  const env = { ...process.env, PEBBLE_VA_NOSLEEP: '1', PEBBLE_WFE_NONCEREJECT: '0', PEBBLE_AUTHZREUSE: '0' };
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  started.defer(async () => {
    if (child.exitCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
  return child;
}

/** It says on stdout where it listens. */
async function answers({ stdout }: ChildProcess, address: string): Promise<void> {
  let printed = '';
  const said = Promise.withResolvers<void>();
  stdout?.on('data', (bytes: Buffer) => {
    printed += bytes.toString('utf8');
    if (printed.includes(`on: ${address}`)) said.resolve();
  });
  stdout?.on('close', () => said.reject(new Error(`pebble has ended: ${printed}`)));
  await within('pebble to listen', said.promise);
}
