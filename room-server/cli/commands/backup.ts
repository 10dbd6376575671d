import { type Command, Option } from 'commander';
import type { Terminal } from '../terminal.ts';
import { commandOf } from './command.ts';
import { runs } from './room-act.ts';

const BACKUP_HELP = {
  description: 'Save the whole room in one file, while it runs or not.',
  after: `
The file has the room's key and all that it keeps: whoever has it can be the
room. It is made for this account alone.

Examples:
  open-rooms backup garden-2026-10-06.backup
  open-rooms backup /backups/garden.backup --force --data ./garden
      in the place of the last one`,
};

const RESTORE_HELP = {
  description: 'Make a data directory out of a backup: the same room, here.',
  after: `
A file that is damaged or cut off is refused, and nothing is changed then.

Examples:
  open-rooms restore garden.backup --data ./garden
      then: open-rooms start --data ./garden
  open-rooms restore garden.backup --data ./garden --force
      a room that is there already is moved aside first`,
};

type Ended = (exitCode: number) => void;

/** `open-rooms backup`. */
export function declareBackup(program: Command, terminal: Terminal, ended: Ended): void {
  const options = [new Option('--force', 'Replace the file where it is there already.')];
  runs(
    commandOf(program, 'backup <file>', BACKUP_HELP),
    options,
    async ({ words: [file = ''], flags: { force } }, config) => {
      const [{ backup }, { connectControl }] = await Promise.all([
        import('../administration/backup.ts'),
        import('../control-client.ts'),
      ]);
      return backup({ file, force: force !== undefined }, config, terminal, connectControl);
    },
    terminal,
    ended,
  );
}

/** `open-rooms restore`. */
export function declareRestore(program: Command, terminal: Terminal, ended: Ended): void {
  const options = [new Option('--force', 'Move a room that is there already aside.')];
  runs(
    commandOf(program, 'restore <file>', RESTORE_HELP),
    options,
    async ({ words: [file = ''], flags: { force } }, config) => {
      const { restore } = await import('../administration/backup.ts');
      return restore({ file, force: force !== undefined }, config, terminal);
    },
    terminal,
    ended,
  );
}
