import type { Command } from 'commander';
import { SETTING_KEYS } from '../../config/settings.ts';
import type { Terminal } from '../terminal.ts';
import { configOf, configOption, type SettingFlags, settingOption } from './command.ts';

const HELP = {
  description: 'Start a room server and run it until Ctrl+C.',
  after: `
Each setting can stand in four places; the first one found wins:
  a flag                            --http-port 8080
  an environment variable           OPEN_ROOMS_HTTP_PORT=8080
  a JSON file, named by --config    {"httpPort": 8080}
  the default

Examples:
  open-rooms start
      a room for everyone who can reach this machine
  open-rooms start --host 127.0.0.1
      only this machine, to try it out
  open-rooms start --public-host room.example --name "Garden"
      set up without the claim page, by its domain name
  open-rooms start --port 0 --http-port 0 --whois-port 0 --metrics-port 0 --json
      any free ports, told as one line of JSON when ready

What you can mend ends with exit code 2 and one sentence on stderr.`,
};

/** `open-rooms start`: what runs where no command is named. */
export function declareStart(program: Command, terminal: Terminal, ended: (exitCode: number) => void): void {
  const command = program.command('start', { isDefault: true });
  command.description(HELP.description).addHelpText('after', HELP.after).addOption(configOption());
  for (const key of SETTING_KEYS) command.addOption(settingOption(key));
  command.action(async (flags: SettingFlags) => {
    const config = configOf(flags, terminal);
    const [{ start }, { startRoomServer }] = await Promise.all([
      import('../start.ts'),
      import('../../compose.ts'),
    ]);
    ended(await start(config, terminal, startRoomServer));
  });
}
