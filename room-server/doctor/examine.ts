import type { Config } from '../config/config.ts';
import type { Health } from '../control/health.ts';
import { type DoctorCode, type Finding, failed } from './finding.ts';
import { judgeCertificate } from './judge-certificate.ts';
import { judgeClock } from './judge-clock.ts';
import { judgeDisk, judgeFolder, judgeKey, judgeMount } from './judge-data.ts';
import { judgeDatabase } from './judge-database.ts';
import { judgeMemory, judgeOpenFiles, judgeProgram } from './judge-machine.ts';
import { judgeHost, judgeOutside, judgeTried } from './judge-reach.ts';
import { judgePort, judgeReady, judgeRoom, type RoomFacts } from './judge-room.ts';
import { certificatesOf, readCertificateOf } from './see-certificate.ts';
import { askClock } from './see-clock.ts';
import { seeAccount, seeDisk, seeFolder, seeKey, seeMount } from './see-data.ts';
import { type SeenDatabase, seeDatabase } from './see-database.ts';
import { seeMemory, seeOpenFiles, seeProgram } from './see-machine.ts';
import { seePorts } from './see-ports.ts';
import { seeHost, seeReach, type Visitor } from './see-reach.ts';

/** What the running server answered: how it is, or that it did not. */
export type Asked =
  | { readonly state: 'running'; readonly health: Health; readonly version: string }
  | Exclude<RoomFacts, { readonly state: 'running' }>;

export interface Examination {
  readonly config: Config;
  /** Of this program. */
  readonly version: string;
  /** The changes of tables that this program knows. */
  readonly migrations: readonly string[];
  /** Asks the server that runs on the data directory. */
  readonly ask: () => Promise<Asked>;
  readonly visitor: Visitor;
  /** Whose clock to compare with, rather than that of the authority which gives the room its certificates. */
  readonly clock: URL | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What was found out. */
export interface Diagnosis {
  /** Whether nothing failed; there may be warnings. */
  readonly ok: boolean;
  /** The first thing to mend. */
  readonly fault: DoctorCode | null;
  readonly findings: readonly Finding[];
}

/**
 * Looks at all that keeps a room from working, as far as it can be seen from its machine (spec/doctor.md).
 *
 * @param onFinding is told of each as soon as it is known.
 */
export async function examine(
  examination: Examination,
  onFinding: (finding: Finding) => void,
): Promise<Diagnosis> {
  const findings: Finding[] = [];
  const add = (...found: readonly Finding[]) => {
    for (const finding of found) {
      findings.push(finding);
      onFinding(finding);
    }
  };
  const { config, version, now } = examination;
  const asked = await examination.ask();
  const health = asked.state === 'running' ? asked.health : undefined;
  const facts = roomFacts(asked, now());
  add(judgeProgram(seeProgram(version)), judgeRoom(facts, config.data, version));
  add(judgeMemory(seeMemory(health?.memory)), judgeOpenFiles(await seeOpenFiles(health?.pid)));
  const database = await examineData(examination, asked.state !== 'stopped', add);
  const ready = judgeReady(facts);
  if (ready !== undefined) add(ready);
  add(await examineClock(examination, health, database));
  if (health !== undefined) await examineRunning(examination, health, add);
  else await examineStopped(examination, asked.state === 'stopped', add);
  add(judgeOutside(health?.publicHost ?? config.publicHost));
  const first = findings.find(({ outcome }) => outcome === 'failed');
  return { ok: first === undefined, fault: first?.code ?? null, findings };
}

type Add = (...found: readonly Finding[]) => void;

function roomFacts(asked: Asked, now: number): RoomFacts {
  if (asked.state !== 'running') return asked;
  const { pid, startedAt, notReady, ports, metrics } = asked.health;
  const { net, http, whois, stun } = ports;
  const listens = [
    `TCP ports ${[net, http, whois].filter((port) => port !== null).join(', ')}`,
    ...(stun === null ? [] : [`UDP port ${stun}`]),
    ...(metrics === null ? [] : [`${new URL(metrics).host} for metrics`]),
  ];
  return { state: 'running', pid, startedAt, now, version: asked.version, listens, notReady };
}

/** All that lies in the data directory. Answers what was read of the database. */
async function examineData(
  { config, migrations }: Examination,
  isRunning: boolean,
  add: Add,
): Promise<SeenDatabase | undefined> {
  const { data } = config;
  const folder = await seeFolder(data);
  add(judgeFolder(folder, seeAccount()));
  if (folder.found !== 'folder') return undefined;
  add(judgeKey(await seeKey(data)));
  add(judgeDisk(await seeDisk(data)), judgeMount(await seeMount(data)));
  const database = await seeDatabase(data, isRunning);
  add(judgeDatabase(database, migrations, isRunning));
  return database;
}

async function examineClock(
  { config, clock, now }: Examination,
  health: Health | undefined,
  database: SeenDatabase | undefined,
): Promise<Finding> {
  const authority =
    health === undefined && config.domain !== null ? config.acmeDirectory : health?.acmeDirectory;
  const server = clock ?? (authority ? new URL(authority) : undefined);
  const asked = server === undefined ? undefined : await askClock(server);
  return judgeClock({
    now: now(),
    ...(asked !== undefined && { asked }),
    newestEntry: database?.newestEntry,
    certificateFrom: health?.certificate?.from,
  });
}

async function examineRunning({ visitor, now }: Examination, health: Health, add: Add): Promise<void> {
  const host = await seeHost(health.publicHost);
  add(judgeHost(host));
  const { tried, shown } = await seeReach(health, host, visitor);
  add(...tried.map(judgeTried));
  if (health.wantsStun && health.ports.stun === null) add(NO_STUN);
  for (const certificate of certificatesOf(health, shown)) {
    const name = certificate.source === 'elsewhere' ? new URL(health.web).hostname : health.publicHost;
    add(judgeCertificate(certificate, name, now()));
  }
}

const NO_STUN: Finding = {
  name: 'stun',
  outcome: 'warning',
  code: 'no-stun',
  sentence:
    'The room runs without STUN, since another program had its UDP port when it started: peers behind routers find fewer direct paths. Give --stun-port another port, or "off" where that program is a TURN server that --turn names.',
};

async function examineStopped({ config, now }: Examination, isFree: boolean, add: Add): Promise<void> {
  // Of a room that does not answer the ports are taken, by itself.
  if (isFree) add(...(await seePorts(config)).map(judgePort));
  if (config.publicHost !== null) add(judgeHost(await seeHost(config.publicHost)));
  const certificate = await readCertificateOf(config);
  if (typeof certificate === 'string') add(failed('https', 'certificate-unusable', certificate));
  else if (certificate !== undefined) add(judgeCertificate(certificate, config.publicHost, now()));
}
