import type { Strangers } from '@open-rooms/client';
import { type Command, Option } from 'commander';
import type { Terminal } from '../terminal.ts';
import { commandOf, configOf, settingOption } from './command.ts';
import { checkTogether, fanOutOf, type PeerFlags } from './peer-flags.ts';

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
  open-rooms peer room.example --share clip.webm --loop
      show a video to whoever is there, until Ctrl+C
  open-rooms peer room.example --watch --save talk.webm
      watch what is shared there, and save it

On a terminal what you type is said in the room; /accept, /follow, /refuse and
/block answer requests, /answer and /decline rings.

Strangers ask first: "open-rooms contacts" tells whom you know.`,
};

const STRANGERS: readonly Strangers[] = ['request', 'accept', 'refuse'];

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
    .option('--share <FILE>', 'Show a WebM or MP4 file to whoever is there, until its end.')
    .option('--loop', 'With --share: begin again at its end, until Ctrl+C.')
    .option('--watch', 'Watch what is shared there, until it ends.')
    .option('--save <FILE>', 'With --watch: save it to a new .webm or .mp4 file.')
    .option('--from <WHO>', 'With --watch: what this person shares (an id or alias).')
    .option('--fan-out <N>', 'With --share or --watch: feed so many viewers from here at most.', fanOutOf)
    .option('--through-room', 'Open no direct connections: everything goes through the room.')
    .option('--progress', 'Tell on stderr how far it is, also where that is no terminal.')
    .addOption(
      new Option('--strangers <SET>', 'What people who are no contacts get.')
        .choices(STRANGERS)
        .default('request'),
    )
    .addOption(settingOption('networkKey'))
    .addOption(settingOption('json'))
    .action(async (where: string | undefined, flags: PeerFlags) => ended(await run(where, flags, terminal)));
}

/** The profile that a command acts as. */
export function asOption(fallback: string): Option {
  return new Option('--as <PROFILE>', `Who to be. [${fallback}]`);
}

async function run(where: string | undefined, flags: PeerFlags, terminal: Terminal): Promise<number> {
  checkTogether(where, flags);
  const { as, alias, say: text, pipe: target, measure: measured, name, listen, ...more } = flags;
  const { strangers, progress, throughRoom, share, loop, watch, save, from, fanOut, ...settings } = more;
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
  const staying = { ...wish, json, ...(fanOut !== undefined && { fanOut }) };
  if (share !== undefined) {
    const sharing = await import('../peer/share.ts');
    return sharing.share({ ...staying, share, loop: loop === true }, terminal);
  }
  if (watch) {
    const watching = await import('../peer/watch.ts');
    const what = { ...(save !== undefined && { save }), ...(from !== undefined && { from }) };
    return watching.watch({ ...staying, ...what }, terminal);
  }
  if (listen) return (await import('../peer/listen.ts')).listen(wish, terminal);
  return (await import('../peer/attend.ts')).attend(staying, terminal);
}
