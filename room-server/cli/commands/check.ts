import type { Command } from 'commander';
import type { Terminal } from '../terminal.ts';
import { commandOf, configOf, type SettingFlags, settingOption } from './command.ts';

const HELP = {
  description: 'Try out a room as two clients would, and say in words what is wrong with it.',
  after: `
WHERE is an invite, a host name, an address or an alias:
  open-rooms check room.example
      asks the host for its room, then tries the room at each of its addresses
  open-rooms check net:room.example:8008~shs:KEY
      that address alone
  open-rooms check @bob@room.example
      the room, and whose the alias is
  open-rooms check INVITE
      spends nothing of it: the invite stays good

Two clients with new keys come in, see each other and talk through a tunnel.
Then it says which paths browsers behind your network would get: direct ones,
relayed ones, or those through the room.
Each step has a mark: ${'\u2713'} fine, ! good to know, ${'\u2717'} wrong, - not done.

Exit code 0: the room works. 1: something is wrong with it. 2: WHERE or an
option cannot be read. spec/check.md lists every fault.`,
};

/** `open-rooms check`. */
export function declareCheck(program: Command, terminal: Terminal, ended: (exitCode: number) => void): void {
  commandOf(program, 'check <where>', HELP)
    .addOption(settingOption('networkKey'))
    .addOption(settingOption('json'))
    .action(async (where: string, flags: SettingFlags) => {
      const { networkKey, json } = configOf(flags, terminal);
      const [{ check }, { nodeNetwork, nodeRuntime }] = await Promise.all([
        import('../check.ts'),
        import('@open-rooms/client/node'),
      ]);
      ended(
        await check({ where, networkKey, json }, terminal, { runtime: nodeRuntime, network: nodeNetwork }),
      );
    });
}
