import type { Command } from 'commander';
import type { BookWish } from '../contacts/contacts.ts';
import type { Terminal } from '../terminal.ts';
import { commandOf, configOf, type SettingFlags, settingOption } from './command.ts';
import { asOption } from './peer.ts';

const HELP = {
  description: 'Whom you follow, accept and block, and the rooms where you have been.',
  after: `
WHO is an id, or somebody in the book: their name, their alias, the beginning
of their id. A program that runs with the same profile sees changes at once.

Examples:
  open-rooms contacts follow @bob@room.example --name Bob
      Bob is connected to wherever both of you are
  open-rooms contacts accept @….ed25519
      they may send to you without asking
  open-rooms contacts export > contacts.json
      for your other device: open-rooms contacts import contacts.json`,
};

type Flags = SettingFlags & { readonly as?: string };
type Acts = typeof import('../contacts/contacts.ts');
type Ended = (exitCode: number) => void;

/** `open-rooms contacts`. */
export function declareContacts(program: Command, terminal: Terminal, ended: Ended): void {
  const command = commandOf(program, 'contacts', HELP);
  const acts = () => import('../contacts/contacts.ts');
  const plain = (words: string, description: string, run: (acts: Acts, wish: BookWish) => Promise<number>) =>
    subcommand(command, words, description).action(async (flags: Flags) =>
      ended(await run(await acts(), wishOf(flags, terminal))),
    );
  const about = (words: string, description: string, run: AboutOne) =>
    subcommand(command, words, description).action(async (what: string, flags: Flags) =>
      ended(await run(await acts(), what, wishOf(flags, terminal), terminal)),
    );
  declareFollow(command, terminal, ended);
  plain('list', 'List the book; what runs where nothing is named.', (act, wish) =>
    act.listContacts(wish, terminal),
  );
  about('unfollow <who>', 'A stranger again.', (act, who, wish) => act.unfollow({ ...wish, who }, terminal));
  about('accept <who>', 'May send to you without asking.', (act, who, wish) =>
    act.accept({ ...wish, who }, terminal),
  );
  about('block <who>', 'Nothing of theirs reaches you.', (act, who, wish) =>
    act.block({ ...wish, who }, terminal),
  );
  about('unblock <who>', 'A stranger again.', (act, who, wish) => act.unblock({ ...wish, who }, terminal));
  declareRename(command, terminal, ended);
  plain('export', 'Print the whole book, for another device.', (act, wish) =>
    act.exportContacts(wish, terminal),
  );
  about('import <file>', 'Add what another device has exported.', (act, file, wish) =>
    act.importContacts({ ...wish, file }, terminal),
  );
  plain('rooms', 'List the rooms where you have been.', (act, wish) => act.listRooms(wish, terminal));
  about('forget-room <room>', 'Forget one, by host name or id.', (act, room, wish) =>
    act.forgetRoom({ ...wish, room }, terminal),
  );
}

type AboutOne = (acts: Acts, what: string, wish: BookWish, terminal: Terminal) => Promise<number>;

function declareFollow(command: Command, terminal: Terminal, ended: Ended): void {
  subcommand(command, 'follow <who>', 'Wanted near: connected to wherever both are.')
    .option('--name <NAME>', 'What you call them.')
    .option('--in <ROOM>', 'A room where they are.')
    .action(async (who: string, { name, in: room, ...flags }: Flags & { name?: string; in?: string }) => {
      const { follow } = await import('../contacts/contacts.ts');
      ended(await follow({ ...wishOf(flags, terminal), who, name, in: room }, terminal));
    });
}

function declareRename(command: Command, terminal: Terminal, ended: Ended): void {
  subcommand(command, 'rename <who> <name>', 'What you call them; "" for nothing.').action(
    async (who: string, name: string, flags: Flags) => {
      const { rename } = await import('../contacts/contacts.ts');
      ended(await rename({ ...wishOf(flags, terminal), who, name }, terminal));
    },
  );
}

function subcommand(command: Command, words: string, description: string): Command {
  return command
    .command(words, { isDefault: words === 'list' })
    .description(description)
    .addOption(asOption('me'))
    .addOption(settingOption('networkKey'))
    .addOption(settingOption('json'));
}

function wishOf({ as, ...settings }: Flags, terminal: Terminal): BookWish {
  const { networkKey, json } = configOf(settings, terminal);
  return { as, networkKey, json };
}
