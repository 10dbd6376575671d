import { parseArgs } from 'node:util';
import { buildBinaries } from './build/build-binaries.ts';

// `npm run build:binary -- [linux-x64] [linux-arm64] [--into FOLDER]`
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { into: { type: 'string' } },
});
await buildBinaries(positionals, values.into);
