import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';

const root = join(import.meta.dirname, '..', '..');

/** What each rule must report, by file. */
const VIOLATIONS: Record<string, readonly [file: string, text: string]> = {
  'nursery/noFloatingPromises': [
    'room-server/net/forgotten.ts',
    "import { slow } from './slow.ts';\n\nexport function forget(): void {\n  slow();\n}\n",
  ],
  'nursery/noMisusedPromises': [
    'room-server/net/misused.ts',
    "import { slow } from './slow.ts';\n\nexport const answer = slow() ? 1 : 2;\n",
  ],
  'complexity/noExcessiveLinesPerFunction': [
    'room-server/net/long.ts',
    `export function long(log: string[]): void {\n${"  log.push('line');\n".repeat(51)}}\n`,
  ],
  'suspicious/noExplicitAny': ['room-server/net/any.ts', 'export const value: any = 1;\n'],
  'suspicious/noConsole': ['room-server/net/print.ts', "console.log('x');\n"],
  'suspicious/noImportCycles': ['room-server/net/cycle.ts', "import './cycle-back.ts';\n"],
  'style/noDefaultExport': ['room-server/net/default.ts', 'export default 1;\n'],
  'style/useImportType': [
    'room-server/net/type.ts',
    "import { Slow } from './slow.ts';\n\nexport const slow: Slow | undefined = undefined;\n",
  ],
  'style/useNodejsImportProtocol': [
    'room-server/net/bare.ts',
    "import fs from 'fs';\n\nexport const read = fs.readFile;\n",
  ],
};

describe('Biome reports', () => {
  const folder = mkdtempSync(join(tmpdir(), 'open-rooms-biome-'));
  let report = '';
  after(() => rmSync(folder, { recursive: true }));

  before(() => {
    for (const name of ['.biome.jsonc', '.gitignore']) cpSync(join(root, name), join(folder, name));
    write(
      'room-server/net/slow.ts',
      'export type Slow = number;\nexport async function slow(): Promise<Slow> {\n  return 1;\n}\n',
    );
    write('room-server/net/cycle-back.ts', "import './cycle.ts';\n");
    for (const [file, text] of Object.values(VIOLATIONS)) write(file, text);
    const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
    const flags = ['lint', '--reporter=github', '--max-diagnostics=none', '.'];
    report = spawnSync(process.execPath, [biome, ...flags], { cwd: folder, encoding: 'utf8' }).stdout;
  });

  for (const [rule, [file]] of Object.entries(VIOLATIONS)) {
    test(rule, () => {
      const line = report.split('\n').find((text) => text.includes(`lint/${rule},`) && text.includes(file));
      assert.match(line ?? report, /^::error /);
    });
  }

  function write(file: string, text: string): void {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
});
