import type { Command } from 'commander';
import type { Terminal } from '../terminal.ts';
import { commandOf, configOf, type SettingFlags, settingOption } from './command.ts';

const HELP = {
  description: 'Run a stock SSB app with our plugin: join, see who is there, dial one, echo a text.',
  after: `
WHERE is an invite, a host name, an address or an alias:
  open-rooms ssb-app room.example
      dials the first who is there
  open-rooms ssb-app @bob@room.example --say "hello Bob"
      dials Bob
  open-rooms ssb-app localhost --stay
      stays there and answers, for others to dial

The app is secret-stack with ssb-conn, as Manyverse is. What the plugin adds to
an app of your own stands in spec/ssb-plugin.md.
Exit code 2 where nobody was dialled.`,
};

type Flags = SettingFlags & {
  readonly dial?: string;
  readonly say: string;
  readonly stay?: true;
  readonly as?: string;
};

/** `open-rooms ssb-app`. */
export function declareSsbApp(program: Command, terminal: Terminal, ended: (exitCode: number) => void): void {
  commandOf(program, 'ssb-app <where>', HELP)
    .option('--dial <ID>', 'Whom to dial. [who the alias names, or the first who is there]')
    .option('--say <TEXT>', 'What to send.', 'hello')
    .option('--stay', 'Stay until Ctrl+C and answer who comes.')
    .option('--as <NAME>', 'Act with the key of this profile. [a key for this run alone]')
    .addOption(settingOption('networkKey'))
    .addOption(settingOption('json'))
    .action(async (where: string, { dial, say, stay, as, ...flags }: Flags) => {
      const { networkKey, json } = configOf(flags, terminal);
      const wish = { where, dial, say, stay: stay === true, as, networkKey, json };
      const [{ ssbApp }, { createSsbApp }] = await Promise.all([
        import('../ssb-app.ts'),
        import('@open-rooms/client/ssb'),
      ]);
      ended(await ssbApp(wish, terminal, createSsbApp));
    });
}
