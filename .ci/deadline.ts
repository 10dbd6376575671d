import { relative } from 'node:path';

/**
 * Loaded into the process of every test file: ends it when it lives too long, and says what it still holds. The
 * timer holds nothing itself, so a file that closes what it opens is not delayed.
 */
setTimeout(() => {
  const file = relative(process.cwd(), process.argv[1] ?? '');
  const open = process.getActiveResourcesInfo().join(', ');
  process.stderr.write(`${file} does not end: a test hangs, or leaves something open (${open}).\n`);
  process.exit(1);
}, Number(process.env['TEST_FILE_DEADLINE_MS'])).unref();
