import { hostname, networkInterfaces } from 'node:os';
import { isatty } from 'node:tty';
import type { Clock } from '@open-rooms/protocol';
import type { Config } from '../../config/config.ts';
import type { Log } from '../../observe/log.ts';
import { AcmeCertificate } from './acme/acme-certificate.ts';
import type { Certificates } from './certificate.ts';
import { CertificateFiles } from './certificate-files.ts';
import { OwnCertificate } from './own-certificate.ts';
import { ownNames } from './own-names.ts';

/**
 * The certificate that the settings ask for; `null` where the HTTP port speaks plain HTTP.
 *
 * @throws {StartError} `bad-setting` for files that cannot be used, `data-unwritable`
 */
export async function openCertificates(config: Config, log: Log, clock: Clock): Promise<Certificates | null> {
  const { tls, tlsCert, tlsKey, publicHost, host: boundTo, data: directory, domain } = config;
  const shared = { clock, now: Date.now, log };
  if (tlsCert !== null && tlsKey !== null) {
    const files = { certFile: tlsCert, keyFile: tlsKey };
    return CertificateFiles.open({ ...shared, ...files, publicHost, onReload: onHangup });
  }
  if (domain !== null) {
    const { acmeEmail: email, acmeDirectory } = config;
    return AcmeCertificate.open({ ...shared, directory, domain, email, acmeDirectory });
  }
  if (tls === 'off') return null;
  const names = () => ownNames({ publicHost, boundTo, outward: outward(), machine: hostname() });
  return OwnCertificate.open({ ...shared, directory, names });
}

const STDIN = 0;

/** By custom a server reads its files again at SIGHUP. A terminal that is closed sends it too, and then means the end. */
function onHangup(listener: () => void): Disposable {
  if (isatty(STDIN)) return { [Symbol.dispose]: () => undefined };
  process.on('SIGHUP', listener);
  return { [Symbol.dispose]: () => process.off('SIGHUP', listener) };
}

function outward(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.filter(({ internal }) => !internal).map(({ address }) => address);
}
