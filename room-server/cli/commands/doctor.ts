import { type Command, Option } from 'commander';
import { SETTING_KEYS } from '../../config/settings.ts';
import { StartError } from '../../running-server.ts';
import type { Terminal } from '../terminal.ts';
import { commandOf, configOf, configOption, type SettingFlags, settingOption } from './command.ts';

const HELP = {
  description: 'Say in words what is wrong with a room and its machine, and how to mend it.',
  after: `
Examples:
  open-rooms doctor
      the room of ./open-rooms-data, whether it runs or not
  open-rooms doctor --data /var/lib/open-rooms --json
      one object for programs
  open-rooms doctor --clock https://example.org
      compares the clock with that of a web server
  open-rooms doctor --port 8009 --http-port 80
      before the first start: takes every setting that "start" takes

Looks at the program, memory, open files, data directory, key, disk, database,
clock, every port and the certificate. What a firewall lets through is seen
from another machine: open-rooms check HOST.

Exit code 0: nothing is wrong, there may be warnings. 1: something is wrong.
2: an option cannot be read. spec/doctor.md lists every fault.`,
};

const SHOWN: readonly string[] = ['data', 'json'];

/** `open-rooms doctor`. */
export function declareDoctor(program: Command, terminal: Terminal, ended: (exitCode: number) => void): void {
  const command = commandOf(program, 'doctor', HELP)
    .addOption(configOption())
    .addOption(
      new Option(
        '--clock <URL>',
        'Web server whose clock this one is compared with. [authority of --domain]',
      ),
    );
  for (const key of SETTING_KEYS) command.addOption(settingOption(key).hideHelp(!SHOWN.includes(key)));
  command.action(async ({ clock, ...flags }: SettingFlags & { readonly clock?: string }) => {
    const config = configOf(flags, terminal);
    const url = clock === undefined ? undefined : clockUrl(clock);
    const { doctor } = await import('../doctor.ts');
    ended(await doctor(config, url, terminal));
  });
}

function clockUrl(text: string): URL {
  const url = URL.parse(text);
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  const sentence = `Cannot use ${JSON.stringify(text)} for --clock: it is no address of a web server, such as https://example.org.`;
  throw new StartError('bad-setting', sentence);
}
