import { BROWSER_COMMAND } from '../browser/find-chromium.ts';
import { type BenchOptions, helpText, readCommandLine, UsageError } from './command-line.ts';
import { tellsCpu } from './cpu.ts';
import { heading, jsonLine, tableRow } from './report.ts';
import { Servers } from './targets/servers.ts';
import { runCase } from './turns.ts';

try {
  const options = readCommandLine(process.argv.slice(2));
  if (options === undefined) console.log(helpText());
  else await bench(options);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

async function bench({ cases, turns, quick, json }: BenchOptions): Promise<void> {
  await using servers = new Servers();
  if (!json) console.log(heading(turns, quick));
  for (const benchCase of cases) {
    if (benchCase.readsCpu && !tellsCpu) {
      console.error(
        `Cannot bench "${benchCase.name}" here: only Linux tells the CPU time of another process.`,
      );
      continue;
    }
    if (benchCase.needsBrowser && (await servers.browser()) === undefined) {
      console.error(
        `Cannot bench "${benchCase.name}" here: ${BROWSER_COMMAND} brings the browser that it needs.`,
      );
      continue;
    }
    const result = await runCase(benchCase, servers, { turns, quick });
    console.log(json ? jsonLine(result) : tableRow(result));
  }
}
