import { buildBinaries } from './build/build-binaries.ts';

await buildBinaries(process.argv.slice(2));
