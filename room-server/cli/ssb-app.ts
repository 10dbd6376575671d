import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Attendant, SsbApp, SsbAppOptions } from '@open-rooms/client/ssb';
import { toBase64 } from '@open-rooms/protocol';
import { type ActingAs, actingAs } from './acting-as.ts';
import { EXIT } from './failure.ts';
import { arrivalLines, type Met, metJson, metLines, STAYING } from './ssb-app-lines.ts';
import { SIGNAL_EXIT } from './start.ts';
import { styleOf } from './style.ts';
import type { StopSignal, Terminal } from './terminal.ts';

/** What the command was asked to do. */
export interface SsbAppWish {
  /** An invite, host name, address or alias. */
  readonly where: string;
  /** Whom to dial; else the alias's owner, or the first who is there. */
  readonly dial?: string | undefined;
  readonly say: string;
  /** Whether to go on until a signal, answering who comes. */
  readonly stay: boolean;
  /** The profile whose key to use; else a key for this run alone. */
  readonly as?: string | undefined;
  readonly networkKey: Uint8Array;
  readonly json: boolean;
}

/** What the command needs of an app. */
export type RunningApp = Pick<SsbApp, 'id' | 'openRooms' | 'close'>;

/** Makes a stock app with our plugin. */
export type CreateSsbApp = (options: SsbAppOptions) => RunningApp;

/**
 * Runs a stock SSB app with our plugin: joins, lists who is there, dials one of them, sends a text and prints what
 * comes back.
 *
 * @returns the exit code: refused where nobody was there to dial.
 */
export async function ssbApp(wish: SsbAppWish, terminal: Terminal, create: CreateSsbApp): Promise<number> {
  await using acting = await actingAs(wish.as, terminal.env);
  const { identity } = acting;
  const path = await temporaryFolder();
  const app = create({ identity, path, networkKey: toBase64(wish.networkKey) });
  const closing = closer(app);
  using _signals = terminal.onStopSignal((signal) => {
    if (closing.by !== undefined) return terminal.exit(SIGNAL_EXIT[signal]);
    void closing.close(signal);
  });
  try {
    const met = await meet(app, wish, acting);
    tell(met, wish, terminal);
    if (!wish.stay) return met.peer === null ? EXIT.refused : EXIT.done;
    if (!wish.json) tellArrivals(app, met, terminal);
    await closing.closed;
    return EXIT.done;
  } catch (error) {
    // What was under way ends with the app.
    if (closing.by !== undefined) return SIGNAL_EXIT[closing.by];
    throw error;
  } finally {
    await closing.close();
  }
}

interface Closing {
  /** The signal that asked for it. */
  readonly by: StopSignal | undefined;
  /** Resolves when the app has closed. */
  readonly closed: Promise<void>;
  close(by?: StopSignal): Promise<void>;
}

/** Closes an app, once. */
function closer(app: RunningApp): Closing {
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  let begun = false;
  let signal: StopSignal | undefined;
  return {
    closed,
    get by() {
      return signal;
    },
    close(by) {
      signal ??= by;
      if (!begun) app.close(true, () => resolve());
      begun = true;
      return closed;
    },
  };
}

async function meet(app: RunningApp, wish: SsbAppWish, { profile }: ActingAs): Promise<Met> {
  const { openRooms } = app;
  const room = await openRooms.connect(wish.where);
  const attendants = (await listNow(app)).filter((attendant) => attendant.room === room.room);
  const peer = wish.dial ?? room.peer ?? attendants[0]?.id ?? null;
  const met = { id: app.id, profile, room, attendants, said: wish.say };
  if (peer === null) return { ...met, peer, echo: null };
  if (peer !== room.peer) await openRooms.dial(peer);
  return { ...met, peer, echo: await openRooms.echo(peer, wish.say) };
}

/** The list of attendants as it is now. */
function listNow(app: RunningApp): Promise<readonly Attendant[]> {
  return new Promise((resolve) => {
    const source = app.openRooms.attendants();
    source(null, (_end, list = []) => {
      source(true, () => undefined);
      resolve(list);
    });
  });
}

function tell(met: Met, { json, stay }: SsbAppWish, terminal: Terminal): void {
  const style = styleOf(terminal.stdout, terminal.env);
  const lines = json ? [metJson(met)] : [...metLines(met, style), ...(stay ? [style.quiet(STAYING)] : [])];
  terminal.stdout.write(`${lines.join('\n')}\n`);
}

/** Tells who comes and goes, for as long as the app runs. */
function tellArrivals(app: RunningApp, met: Met, terminal: Terminal): void {
  let before = met.attendants.map(({ id }) => id);
  const source = app.openRooms.attendants();
  const next = () =>
    source(null, (end, list = []) => {
      if (end) return;
      const now = list.filter(({ room }) => room === met.room.room).map(({ id }) => id);
      for (const line of arrivalLines(before, now)) terminal.stdout.write(`${line}\n`);
      before = now;
      next();
    });
  next();
}

/**
 * Where ssb-conn may keep its address book, which is of use to this run alone. It writes it once more after it was
 * closed and tells nobody when that is done, so the folder goes with the process.
 */
async function temporaryFolder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'open-rooms-ssb-app-'));
  process.once('exit', () => rmSync(path, { recursive: true, force: true }));
  return path;
}
