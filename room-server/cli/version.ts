import { VERSION } from '../config/version.ts';
import { pageMark } from '../page/own-files.ts';
import { EXIT } from './failure.ts';
import { type InsidePackage, packagesInside } from './inside.ts';
import { styleOf } from './style.ts';
import type { Terminal } from './terminal.ts';

/** Characters of the digest of the page's sources: enough to tell two builds apart. */
const MARK_LENGTH = 12;

export interface VersionWish {
  readonly json: boolean;
  /** Whether the terms of everything inside are asked for, instead. */
  readonly licences: boolean;
}

/**
 * Prints the version of the program, and what is inside it.
 *
 * @returns the exit code.
 */
export function version({ json, licences }: VersionWish, terminal: Terminal): number {
  const packages = packagesInside();
  const print = (text: string) => terminal.stdout.write(`${text}\n`);
  if (licences) print(licenceText(packages));
  else if (json) print(JSON.stringify(facts(packages)));
  else print(versionLines(packages, terminal).join('\n'));
  return EXIT.done;
}

function facts(packages: readonly InsidePackage[] | null) {
  const { node, sqlite, openssl } = process.versions;
  const { platform, arch } = process;
  return {
    ...{ version: VERSION, node, platform, arch, sqlite, openssl },
    page: pageMark()?.slice(0, MARK_LENGTH) ?? null,
    packages: packages && Object.fromEntries(packages.map((each) => [each.name, each.version])),
  };
}

function versionLines(packages: readonly InsidePackage[] | null, terminal: Terminal): readonly string[] {
  const { node, platform, arch, sqlite, openssl, page } = facts(packages);
  const rows: [label: string, value: string][] = [
    ['Page', page ?? 'not built'],
    ['Inside', `Node ${node}, SQLite ${sqlite}, OpenSSL ${openssl}`],
    [
      'Packages',
      packages === null
        ? 'beside it, in node_modules'
        : `${packages.length} in this one file; "open-rooms version --licences" has their terms`,
    ],
  ];
  const style = styleOf(terminal.stdout, terminal.env);
  return [
    style.strong(`open-rooms ${VERSION} (Node ${node}, ${platform} ${arch})`),
    ...rows.map(([label, value]) => `  ${label.padEnd(10)}${value}`),
  ];
}

function licenceText(packages: readonly InsidePackage[] | null): string {
  if (packages === null) return 'Each package has its terms in its own folder of node_modules.';
  return packages
    .map(({ name, version: of, licence, text }) => `${name} ${of}: ${licence}\n\n${text}`.trimEnd())
    .join(`\n\n${'-'.repeat(80)}\n\n`);
}
