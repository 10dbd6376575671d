import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import type { AddonName } from './targets.ts';

const ADDONS = join(import.meta.dirname, '../addons.ts');

/** The files that look for a native addon beside themselves, and which one it is. */
const LOADERS: readonly { readonly file: RegExp; readonly addon: AddonName; readonly isModule?: true }[] = [
  { file: /\/chloride\/node_modules\/sodium-native\/index\.js$/, addon: 'stock-sodium' },
  { file: /\/node_modules\/sodium-native\/index\.js$/, addon: 'sodium' },
  {
    file: /\/node-datachannel\/dist\/esm\/lib\/node-datachannel\.mjs$/,
    addon: 'datachannel',
    isModule: true,
  },
];

/** Hides its `require` from bundlers, and takes JavaScript ten times as slow instead where nothing is found. */
const CHLORIDE = /\/chloride\/bindings\.js$/;

/** What would be taken instead: a megabyte of wasm. */
const SLOW_CRYPTO = /\/chloride\/browser\.js$/;

/** Runs for ever where nobody has loaded it, which it tells by its parent: a part of a bundle has none. */
const BY_ITSELF = /\/on-change-network-strict\/index\.js$/;
const NO_PARENT = 'if (!module.parent)';

/** Makes a `require` of its own, since it is a module: in a bundle the bundler's must do. */
const STOCK_PACKAGES = /\/client\/ssb\/stock-packages\.ts$/;
const OWN_REQUIRE = /^const require = createRequire\(import\.meta\.url\);$/m;

/** Sends those who look for native addons to the ones inside the program. */
export const addonPlugin: Plugin = {
  name: 'addons',
  setup(build) {
    for (const { file, addon, isModule } of LOADERS) {
      build.onLoad({ filter: file }, () => ({ contents: loaderOf(addon, isModule === true), loader: 'js' }));
    }
    build.onLoad({ filter: CHLORIDE }, () => ({
      contents: "module.exports = require('sodium-chloride')(require('sodium-native'))",
      loader: 'js',
    }));
    build.onLoad({ filter: SLOW_CRYPTO }, () => ({
      contents: "throw new Error('libsodium is inside: this is never needed');",
      loader: 'js',
    }));
    build.onLoad({ filter: BY_ITSELF }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      return { contents: text.replaceAll(NO_PARENT, 'if (false)'), loader: 'js' };
    });
    build.onLoad({ filter: STOCK_PACKAGES }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      if (!OWN_REQUIRE.test(text))
        throw new Error(`Cannot bundle ${path}: its "require" is not where it was.`);
      return { contents: text.replace(OWN_REQUIRE, ''), loader: 'ts' };
    });
  },
};

function loaderOf(addon: AddonName, isModule: boolean): string {
  const from = JSON.stringify(ADDONS);
  return isModule
    ? `import { loadAddon } from ${from}; export default loadAddon('${addon}');`
    : `module.exports = require(${from}).loadAddon('${addon}');`;
}
