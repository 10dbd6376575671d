import { isIP } from 'node:net';
import * as v from 'valibot';
import { StartError } from '../running-server.ts';
import type { Config } from './config.ts';
import { type ConfigFile, readConfigFile } from './config-file.ts';
import { flagOf, SETTINGS, variableOf } from './settings.ts';

/** The environment variable that names a config file, as `--config` does. */
export const CONFIG_VARIABLE = 'OPEN_ROOMS_CONFIG';

/** Settings that are for --domain alone. */
const ACME_KEYS = ['acmeEmail', 'acmeDirectory', 'acmeHttpPort'] as const;

/** Where browsers look without being told a port. */
const HTTPS_PORT = 443;

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where settings come from. A flag wins over the environment, that over the file, that over the default. */
export interface Sources {
  /** Flags as written, by setting; a switch that is on is `true`. */
  readonly flags: { readonly [Key in keyof Config]?: string | boolean | undefined };
  /** Path of a config file, as `--config` gives it. */
  readonly config?: string | undefined;
  /** An empty variable counts as none. */
  readonly env: Environment;
}

/** A spelling, and where it stands in words: `--port`. */
interface Found {
  readonly text: string;
  readonly where: string;
}

/**
 * Every setting from its sources.
 *
 * @throws {StartError} `bad-setting`, with a sentence that quotes the value and says where it stands.
 */
export function readConfig(sources: Sources): Config {
  const path = sources.config ?? (sources.env[CONFIG_VARIABLE] || undefined);
  const file = path === undefined ? undefined : readConfigFile(path);
  const read = <Key extends keyof Config>(key: Key): Config[Key] => {
    const found = find(key, sources, file);
    return found === undefined ? SETTINGS[key].fallback : parse(SETTINGS[key].schema, found, key);
  };
  const isGiven = (key: keyof Config) => find(key, sources, file) !== undefined;
  const domain = read('domain');
  const config: Config = {
    data: read('data'),
    host: read('host'),
    port: read('port'),
    httpPort: isGiven('httpPort') || domain === null ? read('httpPort') : HTTPS_PORT,
    tls: read('tls'),
    tlsCert: read('tlsCert'),
    tlsKey: read('tlsKey'),
    domain,
    acmeEmail: read('acmeEmail'),
    acmeDirectory: read('acmeDirectory'),
    acmeHttpPort: read('acmeHttpPort'),
    whoisPort: read('whoisPort'),
    metricsPort: read('metricsPort'),
    stunPort: read('stunPort'),
    trustedProxies: read('trustedProxies'),
    proxyHeader: read('proxyHeader'),
    turn: read('turn'),
    turnUser: read('turnUser'),
    turnPassword: read('turnPassword'),
    turnSecret: read('turnSecret'),
    publicHost: read('publicHost') ?? read('publicWeb')?.host ?? domain,
    publicWeb:
      read('publicWeb') ?? (domain === null ? null : { secure: true, host: domain, port: HTTPS_PORT }),
    aliasSubdomains: read('aliasSubdomains'),
    name: read('name'),
    description: read('description'),
    mode: read('mode'),
    networkKey: read('networkKey'),
    limits: read('limits'),
    claim: read('claim'),
    logLevel: read('logLevel'),
    json: read('json'),
  };
  checkCertificate(config);
  checkDomain(config, ACME_KEYS.find(isGiven));
  checkTurn(config);
  checkAliasSubdomains(config);
  return config;
}

/** What single settings cannot say of each other. */
function checkCertificate({ tls, tlsCert, tlsKey }: Config): void {
  if ((tlsCert === null) !== (tlsKey === null)) {
    const [given, missing] =
      tlsCert === null ? (['tlsKey', 'tlsCert'] as const) : (['tlsCert', 'tlsKey'] as const);
    throw new StartError(
      'bad-setting',
      `Cannot use ${flagOf(given)} alone: a certificate and its key belong together, so give ${flagOf(missing)} too.`,
    );
  }
  if (tls === 'self-signed' && tlsCert !== null) {
    throw new StartError(
      'bad-setting',
      'Cannot use --tls self-signed together with --tls-cert: leave out one of them.',
    );
  }
}

/** The same, of a certificate by ACME; `given` is a setting that is only for it. */
function checkDomain(
  { domain, tls, tlsCert, aliasSubdomains }: Config,
  given: keyof Config | undefined,
): void {
  const refuse = (why: string) => {
    throw new StartError('bad-setting', why);
  };
  if (domain === null) {
    if (given !== undefined)
      refuse(`Cannot use ${flagOf(given)} without --domain: name the domain that it is for.`);
    return;
  }
  if (tls === 'self-signed' || tlsCert !== null) {
    const other = tlsCert === null ? '--tls self-signed' : '--tls-cert';
    refuse(
      `Cannot use --domain together with ${other}: the room has one certificate, so leave out one of them.`,
    );
  }
  if (aliasSubdomains) {
    refuse(
      'Cannot use --alias-subdomains together with --domain: the certificate would need a wildcard, which is given by DNS alone; get one by other means, and give it with --tls-cert and --tls-key.',
    );
  }
}

/** The same, of TURN. */
function checkTurn({ turn, turnUser, turnPassword, turnSecret }: Config): void {
  const refuse = (why: string) => {
    throw new StartError('bad-setting', why);
  };
  const given = { turnUser, turnPassword, turnSecret };
  const keys = (['turnSecret', 'turnUser', 'turnPassword'] as const).filter((key) => given[key] !== null);
  const [first] = keys;
  if (first === undefined) {
    if (turn.length === 0) return;
    refuse(
      'Cannot use --turn alone: peers need credentials, so give --turn-secret, or --turn-user and --turn-password.',
    );
  } else if (turn.length === 0) {
    refuse(`Cannot use ${flagOf(first)} without --turn: name the TURN server that it is for.`);
  } else if (turnSecret !== null && keys.length > 1) {
    refuse('Cannot use --turn-secret together with --turn-user or --turn-password: leave out one of them.');
  } else if (turnSecret === null && keys.length < 2) {
    const missing = first === 'turnUser' ? 'turnPassword' : 'turnUser';
    refuse(`Cannot use ${flagOf(first)} alone: give ${flagOf(missing)} too.`);
  }
}

/** There are no names below an address. */
function checkAliasSubdomains({ aliasSubdomains, publicHost }: Config): void {
  if (!aliasSubdomains || (publicHost !== null && isIP(publicHost) === 0)) return;
  throw new StartError(
    'bad-setting',
    'Cannot use --alias-subdomains without a domain name: give it with --public-host.',
  );
}

function find(key: keyof Config, sources: Sources, file: ConfigFile | undefined): Found | undefined {
  const flag = sources.flags[key];
  if (flag !== undefined) return { text: String(flag), where: flagOf(key) };
  const variable = sources.env[variableOf(key)];
  if (variable) return { text: variable, where: variableOf(key) };
  const text = file?.spellings.get(key);
  return text === undefined ? undefined : { text, where: `"${key}" in ${file?.path}` };
}

function parse<Value>(
  schema: v.GenericSchema<string, Value>,
  { text, where }: Found,
  key: keyof Config,
): Value {
  const result = v.safeParse(schema, text, { abortEarly: true });
  if (result.success) return result.output;
  const quoted = SETTINGS[key].isSecret === true ? 'that word' : JSON.stringify(text);
  throw new StartError('bad-setting', `Cannot use ${quoted} for ${where}: ${result.issues[0].message}.`);
}
