import { type FeedId, type Metadata, RemoteError, UnknownAnswer } from '@open-rooms/protocol';
import { Attendants } from '../connection/attendants.ts';
import { askIsRoom, followAttendants, isMissingMethod } from '../connection/enter-room.ts';
import { type Check, inTime } from './check.ts';
import { CheckFailure } from './failure.ts';
import type { CheckFault } from './report.ts';
import type { Passed } from './steps.ts';
import type { Visitor } from './visitor.ts';

/** A room that proved its key and does not answer a call. */
function mute(method: string): readonly [CheckFault, string] {
  return ['room-silent', `The room proves its key and then never answers ${method}.`];
}

/** Asks whether it is a room, and says that we are there. `undefined` where that cannot be. */
export async function enter(visitor: Visitor, check: Check): Promise<Metadata | undefined> {
  const { remote } = visitor.connection;
  const isRoom = await check.steps.run('isRoom', async () => {
    const metadata = await inTime(check, mute('tunnel.isRoom'), () => askIsRoom(remote));
    return { value: metadata, sentence: `It is a room${named(metadata)}.` };
  });
  if (isRoom === undefined) return undefined;
  const announced = await check.steps.run('announce', () => announce(visitor, check));
  return announced && isRoom.value;
}

/** Rooms of the second generation may know no announce, where being connected is enough. */
async function announce(visitor: Visitor, check: Check): Promise<Passed<true>> {
  const { remote } = visitor.connection;
  try {
    await inTime(check, mute('tunnel.announce'), () => remote['tunnel.announce'](visitor.id));
    return { value: true, sentence: 'The room takes an announcement.' };
  } catch (error) {
    // Whatever the answer is called: it is no refusal.
    if (error instanceof UnknownAnswer) return { value: true, sentence: 'The room takes an announcement.' };
    if (!(error instanceof RemoteError)) throw error;
    return {
      value: true,
      sentence: `The room takes no announcement: "${error.message}". That is not needed.`,
    };
  }
}

/** Is there as any client is: announced, and reading the list. Whether that is told, the other visitor finds out. */
export async function attend(visitor: Visitor, check: Check): Promise<void> {
  await announce(visitor, check);
  followAttendants(visitor.connection.remote, visitor.attendants, () => undefined).catch(() => undefined);
}

/** Which methods the room has, and what it says that it serves. */
export async function askGeneration(
  visitor: Visitor,
  before: Metadata,
  check: Check,
): Promise<Metadata | undefined> {
  const { remote } = visitor.connection;
  const asked = await check.steps.run('metadata', async () => {
    try {
      return servedBy(await inTime(check, mute('room.metadata'), () => remote['room.metadata']()));
    } catch (error) {
      if (error instanceof UnknownAnswer || !(error instanceof RemoteError)) throw error;
      const why = isMissingMethod(error) ? '' : `: it answers "${error.message}" to room.metadata`;
      const sentence = `The room speaks the first generation of room methods only${why}. Every app can meet there; members and aliases it has not.`;
      return { value: before, sentence, remark: 'first-generation' };
    }
  });
  return asked?.value;
}

function servedBy(metadata: Metadata): Passed<Metadata> {
  const { features } = metadata;
  const list = features.length === 0 ? 'nothing' : features.join(', ');
  const sentence = `The room serves ${list}.`;
  if (features.includes('tunnel')) return { value: metadata, sentence };
  const remark = 'no-tunnel-feature';
  return {
    value: metadata,
    sentence: `${sentence} Its features lack "tunnel": apps may not try to dial.`,
    remark,
  };
}

/**
 * Waits for the list of who is there, which is kept from then on. Answers whether it came.
 */
export async function listen(visitor: Visitor, check: Check): Promise<boolean> {
  const listed = await check.steps.run('attendants', async () => {
    await firstList(visitor, visitor.attendants, check);
    const others = visitor.attendants.size;
    const who = others === 0 ? 'nobody else' : others === 1 ? 'one other' : `${others} others`;
    return { value: true, sentence: `The room tells who is there: ${who}.` };
  });
  return listed !== undefined;
}

async function firstList(visitor: Visitor, attendants: Attendants, check: Check): Promise<void> {
  const first = Promise.withResolvers<void>();
  const following = followAttendants(visitor.connection.remote, attendants, first.resolve).then(() => {
    first.reject(
      new CheckFailure('attendants-silent', 'The room ends the list of attendants without telling it.'),
    );
  }, first.reject);
  // What ends the list later shows in what is not seen any more.
  following.catch(() => undefined);
  first.promise.catch(() => undefined);
  const late = ['attendants-silent', 'The room never tells who is there.'] as const;
  try {
    await inTime(check, late, () => first.promise);
  } catch (error) {
    if (error instanceof UnknownAnswer || !(error instanceof RemoteError)) throw error;
    const sentence = `The room does not tell strangers who is there: it answers "${error.message}".`;
    throw new CheckFailure('attendants-refused', sentence, { cause: error });
  }
}

/** Waits until the first visitor is told that the second has come. */
export async function seeArrival(first: Visitor, second: Visitor, check: Check): Promise<Passed<true>> {
  const sentence = 'Whoever is there is told at once who comes.';
  try {
    await told(first.attendants, second.id, 'joined', check);
    return { value: true, sentence };
  } catch (error) {
    if (!(error instanceof CheckFailure)) throw error;
    const again = new Attendants(first.id);
    await firstList(first, again, check);
    if (again.has(second.id)) throw error;
    const why = 'The room took a second client in, and its list of attendants lacks it.';
    throw new CheckFailure('attendants-missing', why);
  }
}

/** Waits until the first visitor is told that the second has gone. */
export async function seeDeparture(first: Visitor, second: Visitor, check: Check): Promise<Passed<true>> {
  second[Symbol.dispose]();
  await told(first.attendants, second.id, 'left', check);
  return { value: true, sentence: 'Whoever is there is told at once who goes.' };
}

const STANDS_STILL = {
  joined: 'The room tells who is there when it is asked, and not who comes afterwards.',
  left: 'The room does not tell who goes: its list of attendants still shows a client that has left.',
};

async function told(
  attendants: Attendants,
  id: FeedId,
  what: 'joined' | 'left',
  check: Check,
): Promise<void> {
  const happened = Promise.withResolvers<void>();
  const isIt = (other: FeedId) => {
    if (other === id) happened.resolve();
  };
  const ignore = () => undefined;
  using watching = attendants.watch({ joined: ignore, left: ignore, [what]: isIt });
  if (watching.snapshot.includes(id) === (what === 'joined')) return;
  await inTime(check, ['attendants-not-live', STANDS_STILL[what]], () => happened.promise);
}

function named({ name }: Metadata): string {
  return name === '' ? ' without a name' : ` called "${name}"`;
}
