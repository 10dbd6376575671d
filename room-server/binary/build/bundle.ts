import { join } from 'node:path';
import { build } from 'esbuild';
import { addonPlugin } from './addon-plugin.ts';
import { pageInputs } from './page-inputs.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** What one script holds. */
export interface Bundle {
  /** The script, which needs no other file. */
  readonly file: string;
  /** Every file that went into it, from the root of the project. */
  readonly inputs: readonly string[];
}

/** Faster parts that `ws` and `formidable` of old stock packages take where they are installed; none is. */
const OPTIONAL = ['bufferutil', 'utf-8-validate'];

/** Characters of a line of the script. */
const LINE_LENGTH = 160;

/** Puts the whole program into one script of CommonJS, which is what Node runs inside a binary. */
export async function bundle(outfile: string): Promise<Bundle> {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: ['room-server/binary/main.ts'],
    outfile,
    bundle: true,
    // Names stay, since stacks are worth more than a few hundred KB; so do lines, since a stack shows one.
    minifySyntax: true,
    minifyWhitespace: true,
    lineLimit: LINE_LENGTH,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    external: OPTIONAL,
    plugins: [addonPlugin],
    // Strict mode of one file would be that of all; old stock packages make globals by writing to them.
    tsconfigRaw: { compilerOptions: { strict: false, alwaysStrict: false, verbatimModuleSyntax: true } },
    define: { 'import.meta.url': '"file:///open-rooms"' },
    metafile: true,
    logLevel: 'warning',
  });
  return { file: outfile, inputs: [...Object.keys(metafile.inputs), ...(await pageInputs(ROOT))] };
}
