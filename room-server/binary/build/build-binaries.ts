import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { INSIDE_ASSET } from '../../cli/inside.ts';
import { PAGE_PREFIX } from '../../page/own-files.ts';
import { ADDON_PREFIX } from '../addons.ts';
import { bundle } from './bundle.ts';
import { licencesOf } from './licences.ts';
import { lockedPackage } from './locked-package.ts';
import { seal } from './seal.ts';
import { ADDON_NAMES, TARGETS, type Target } from './targets.ts';

const ROOT = join(import.meta.dirname, '../../..');
const WEB = join(ROOT, 'client/ui/dist');

/**
 * Makes one binary for each target: the program, its page, its addons and Node in one file.
 *
 * @param names of targets; none means all.
 * @param folder where they go, as `open-rooms-TARGET`.
 * @returns their paths
 * @throws for a name that is no target's
 */
export async function buildBinaries(
  names: readonly string[],
  folder: string = join(ROOT, 'dist'),
): Promise<string[]> {
  const targets = names.length === 0 ? TARGETS : names.map(targetOf);
  mkdirSync(folder, { recursive: true });
  const work = mkdtempSync(join(folder, '.work-'));
  try {
    const { file: script, inputs } = await bundle(join(work, 'open-rooms.cjs'));
    const licences = licencesOf(inputs.map((input) => join(ROOT, input)));
    const made: string[] = [];
    for (const target of targets) {
      const output = join(folder, `open-rooms-${target.name}`);
      const node = join(lockedPackage(target.node), 'bin/node');
      const isForHere = target.name === `${process.platform}-${process.arch}`;
      const inside = join(work, INSIDE_ASSET);
      writeFileSync(
        inside,
        JSON.stringify([...licences, ...licencesOf([`${lockedPackage(target.node)}/bin/node`])]),
      );
      seal({
        script,
        assets: { ...assetsOf(target), [INSIDE_ASSET]: inside },
        node,
        strip: target.strip,
        work,
        output,
        isForHere,
      });
      made.push(output);
      const size = Math.round(statSync(output).size / 2 ** 20);
      process.stderr.write(`${relative('.', output)}: ${size} MiB\n`);
    }
    return made;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function targetOf(name: string): Target {
  const target = TARGETS.find((each) => each.name === name);
  if (target !== undefined) return target;
  throw new Error(`Cannot build for "${name}": give ${TARGETS.map((each) => each.name).join(' or ')}.`);
}

function assetsOf({ addons }: Target): Record<string, string> {
  const assets: Record<string, string> = {};
  for (const name of ADDON_NAMES) {
    const addon = addons[name];
    assets[`${ADDON_PREFIX}${name}`] = join(lockedPackage(addon.package), addon.file);
  }
  for (const entry of readdirSync(WEB, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    assets[`${PAGE_PREFIX}${relative(WEB, file)}`] = file;
  }
  return assets;
}
