import assert from 'node:assert/strict';
import { temporaryDirectory } from '../../temporary-directory.ts';
import { type OurRoom, startOurRoom } from '../our-room.ts';
import { ranHere } from './command-here.ts';

/** A running room, and the commands by which it is administered. */
export interface RoomCommands {
  readonly room: OurRoom;
  /** The folder of the profiles, for files of the test, too. */
  readonly home: string;
  /** What a command prints that works. */
  prints(args: readonly string[], input?: string): Promise<string>;
  /** What a command answers with `--json`. */
  json(...args: readonly string[]): ReturnType<typeof JSON.parse>;
  /** A command that is refused says so in one sentence, with exit code 2, and in JSON. */
  refuses(args: readonly string[], code: string, sentence: RegExp): Promise<void>;
}

/** Starts one room for many commands: each finds what those before it have left. */
export async function roomCommands(opened: AsyncDisposableStack): Promise<RoomCommands> {
  const home = opened.use(await temporaryDirectory()).path;
  const room = opened.use(await startOurRoom({ name: 'Garden' }));
  const prints: RoomCommands['prints'] = async (args, input = '') => {
    const { code, out, err } = await ranHere([...args, '--data', room.data], { home, input });
    assert.deepEqual([code, err], [0, ''], args.join(' '));
    return out;
  };
  return {
    room,
    home,
    prints,
    json: async (...args) => JSON.parse(await prints([...args, '--json'])),
    refuses: async (args, code, sentence) => {
      const { code: exit, out, err } = await ranHere([...args, '--data', room.data, '--json'], { home });
      assert.equal(exit, 2, `${args.join(' ')}: ${out}${err}`);
      assert.equal(JSON.parse(out).error.code, code);
      assert.match(err, sentence);
      assert.equal(err.trimEnd().split('\n').length, 1);
    },
  };
}
