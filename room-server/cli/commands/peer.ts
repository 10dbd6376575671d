import type { Strangers } from '@open-rooms/client';
import { type Command, Option } from 'commander';
import { StartError } from '../../running-server.ts';
import type { Terminal } from '../terminal.ts';
import { commandOf, configOf, type SettingFlags, settingOption } from './command.ts';

const HELP = {
  description: 'Join a room: see who is there, talk, send to them and receive.',
  after: `
WHERE is an invite, a host name, an address or an alias; without it all rooms
where you have been are joined. You are the profile "me", or the first of
"me-2", "me-3"… that no other program uses: three terminals are three people.

Examples:
  open-rooms peer localhost --alias bob
      be there as @bob@localhost until Ctrl+C
  open-rooms peer room.example --say "The tea is ready."
      say something in the room, and end when somebody has it
  echo hello | open-rooms peer localhost --pipe @bob@localhost
      send a line to Bob
  open-rooms peer room.example --pipe @bob@room.example --name a.zip < a.zip
      send a file, with its name and progress
  open-rooms peer room.example --listen > a.zip
      take the first file that somebody sends
  open-rooms peer localhost --measure @bob@localhost
      how far Bob is, and what the path to him carries

On a terminal what you type is said in the room; /accept, /follow, /refuse and
/block answer requests, /answer and /decline rings.

Strangers ask first: "open-rooms contacts" tells whom you know.`,
};

const STRANGERS: readonly Strangers[] = ['request', 'accept', 'refuse'];

type Flags = SettingFlags & {
  readonly as?: string;
  readonly alias?: string;
  readonly say?: string;
  readonly pipe?: string;
  readonly name?: string;
  readonly measure?: string;
  readonly listen?: true;
  readonly throughRoom?: true;
  readonly progress?: true;
  readonly strangers: Strangers;
};

/** `open-rooms peer`. */
export function declarePeer(program: Command, terminal: Terminal, ended: (exitCode: number) => void): void {
  commandOf(program, 'peer [where]', HELP)
    .addOption(asOption('the first of me, me-2… that is free'))
    .option('--alias <NAME>', 'Register this alias in the room.')
    .option('--say <TEXT>', 'Say this in the room, and end when somebody has it.')
    .option('--pipe <TARGET>', 'Send stdin to somebody (an id or alias), and what comes back to stdout.')
    .option('--name <NAME>', 'What the receiver sees of what is sent: a file name.')
    .option('--measure <TARGET>', 'Tell how far somebody is, and what the path to them carries.')
    .option('--listen', 'Connect the first pipe that is accepted to stdin and stdout.')
    .option('--through-room', 'Open no direct connections: everything goes through the room.')
    .option('--progress', 'Tell on stderr how far it is, also where that is no terminal.')
    .addOption(
      new Option('--strangers <SET>', 'What people who are no contacts get.')
        .choices(STRANGERS)
        .default('request'),
    )
    .addOption(settingOption('networkKey'))
    .addOption(settingOption('json'))
    .action(async (where: string | undefined, flags: Flags) => ended(await run(where, flags, terminal)));
}

/** The profile that a command acts as. */
export function asOption(fallback: string): Option {
  return new Option('--as <PROFILE>', `Who to be. [${fallback}]`);
}

async function run(where: string | undefined, flags: Flags, terminal: Terminal): Promise<number> {
  checkTogether(where, flags);
  const { as, alias, say: text, pipe: target, measure: measured, name, listen, ...more } = flags;
  const { strangers, progress, throughRoom, ...settings } = more;
  const { networkKey, json } = configOf({ ...settings }, terminal);
  const path = { throughRoom: throughRoom === true };
  const wish = { where, as, alias, networkKey, strangers, progress: progress === true, ...path };
  if (text !== undefined && where !== undefined) {
    const { say } = await import('../peer/say.ts');
    return say({ where, as, networkKey, say: text, json }, terminal);
  }
  if (target !== undefined) {
    const { pipe } = await import('../peer/pipe.ts');
    return pipe({ ...wish, target, name }, terminal);
  }
  if (measured !== undefined) {
    const { measure } = await import('../peer/measure.ts');
    return measure({ ...wish, target: measured, json }, terminal);
  }
  if (listen) return (await import('../peer/listen.ts')).listen(wish, terminal);
  return (await import('../peer/attend.ts')).attend({ ...wish, json }, terminal);
}

function checkTogether(where: string | undefined, flags: Flags): void {
  const { say, pipe, measure, listen, json, alias, name } = flags;
  const fault = (why: string) => new StartError('bad-usage', `Cannot read the command line: ${why}`);
  if (say !== undefined && where === undefined) throw fault('--say needs the room to say it in.');
  if (say !== undefined && (pipe !== undefined || listen || alias !== undefined))
    throw fault('--say says one thing and ends; --pipe, --listen and --alias do not go with it.');
  if (pipe !== undefined && listen) throw fault('--pipe sends and --listen waits; give one of them.');
  if (measure !== undefined && (say !== undefined || pipe !== undefined || listen))
    throw fault('--measure measures and ends; --say, --pipe and --listen do not go with it.');
  if (json && (pipe !== undefined || listen))
    throw fault('--json cannot go with --pipe or --listen, whose stdout is what comes in.');
  if (alias !== undefined && where === undefined) throw fault('--alias needs the room to register it in.');
  if (name !== undefined && pipe === undefined)
    throw fault('--name is what --pipe sends; there is no --pipe.');
}
