import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findChromium } from '../browser/find-chromium.ts';
import { whyNoBrowser } from '../browser/in-browser.ts';

const run = promisify(execFile);
const PROGRAM = fileURLToPath(new URL('../bench/run.ts', import.meta.url));

test('a link is measured beside a tunnel and a data channel; what nothing stands beside has no ratios', async () => {
  const { stdout } = await run(process.execPath, [
    ...[PROGRAM, 'link-echo', 'link-weight'],
    ...['--quick', '--json', '--turns', '1'],
  ]);
  const [echo, weight] = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    [echo.case, echo.unit, weight.case, weight.unit],
    ['link-echo', 'ms', 'link-weight', 'KB'],
  );
  for (const name of ['ours', 'peer', 'floor', 'ratioToPeer', 'ratioToFloor'])
    assert.ok(echo[name] > 0, name);
  assert.deepEqual([weight.peer, weight.ratioToPeer, weight.floor], [null, null, null]);
});

test('a share is measured beside a mesh', async (t) => {
  if ((await findChromium()) === undefined) return t.skip(whyNoBrowser(process.env));
  const { stdout } = await run(process.execPath, [
    ...[PROGRAM, 'share-uplink-1', '--quick', '--json', '--turns', '1'],
  ]);
  const { ours, floor, unit } = JSON.parse(stdout);
  assert.equal(unit, 'kB/picture');
  for (const figure of [ours, floor]) assert.ok(figure > 0);
});
