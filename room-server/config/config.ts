import type { PrivacyMode } from '@open-rooms/protocol';
import type { ProxyHeader, ProxyRange } from './proxy-range.ts';

/** A port to listen on; 0 takes any free one. */
export type Port = number;

/** A port that can be left closed. */
export type OptionalPort = Port | 'off';

export type LogLevel = 'error' | 'warn' | 'info' | 'debug' | 'silent';

/** Every setting of a room server, read and checked. `settings.ts` says what each is for. */
export interface Config {
  /** Absolute path. */
  readonly data: string;
  /** Address to listen on; `null` is all interfaces. */
  readonly host: string | null;
  readonly port: Port;
  readonly httpPort: Port;
  /** How the HTTP port speaks TLS where no certificate is given. */
  readonly tls: 'off' | 'self-signed';
  /** Absolute path of a certificate; `null` where {@link tlsKey} is. With both, the HTTP port speaks TLS. */
  readonly tlsCert: string | null;
  /** Absolute path of its key. */
  readonly tlsKey: string | null;
  readonly whoisPort: OptionalPort;
  readonly metricsPort: OptionalPort;
  /** The name for which a certificate is got from {@link acmeDirectory}; `null` gets none. */
  readonly domain: string | null;
  readonly acmeEmail: string | null;
  /** URL. */
  readonly acmeDirectory: string;
  /** Where plain HTTP shows proofs of {@link domain}. */
  readonly acmeHttpPort: OptionalPort;
  /** UDP. */
  readonly stunPort: OptionalPort;
  /** Proxies whose word for the address of whoever asks is taken. */
  readonly trustedProxies: readonly ProxyRange[];
  /** The header in which they say it; any other is passed on as whoever asks wrote it. */
  readonly proxyHeader: ProxyHeader;
  /** URLs of TURN servers; with any of them either {@link turnSecret} is set, or the two words that precede it. */
  readonly turn: readonly string[];
  readonly turnUser: string | null;
  readonly turnPassword: string | null;
  /** What the room shares with its TURN servers, to make credentials of. */
  readonly turnSecret: string | null;
  /** Host name or IP address without brackets; `null` where nobody said. */
  readonly publicHost: string | null;
  /** Where browsers reach the room, where that is not its own port; `null` where nobody said. */
  readonly publicWeb: { readonly secure: boolean; readonly host: string; readonly port: number } | null;
  /** Whether an alias's web address is a name below {@link publicHost}. */
  readonly aliasSubdomains: boolean;
  readonly name: string | null;
  readonly description: string | null;
  readonly mode: PrivacyMode;
  /** 32 bytes. */
  readonly networkKey: Uint8Array;
  readonly limits: 'default' | 'none';
  /** Secret word of the claim link; `null` makes a random one. */
  readonly claim: string | null;
  readonly logLevel: LogLevel;
  readonly json: boolean;
}
