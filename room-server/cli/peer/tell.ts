import { styleOf } from '../style.ts';
import type { Output, Terminal } from '../terminal.ts';
import { eventLines, questionLine } from './event-lines.ts';
import type { PeerEvent, Tell } from './events.ts';
import type { Who } from './who.ts';

/** How a command tells what happens. */
export interface TellOptions {
  readonly json: boolean;
  /** Where it tells it: stdout, unless that carries something else. */
  readonly output: Output;
  readonly terminal: Terminal;
  /** Whether requests are answered by a key. */
  readonly isAsking: boolean;
  /** How many rooms are kept now. */
  readonly rooms: () => number;
  /** Prints around what is being typed, where somebody types. */
  readonly above?: (print: () => void) => void;
  /** Called when nobody reads any more what is told. */
  readonly onUnread: () => void;
}

export interface Telling {
  readonly tell: Tell;
  /** Asks the person what to answer somebody. */
  question(who: Who): void;
}

/** Tells each event as lines with the time of day, or as one object on a line. */
export function telling(options: TellOptions): Telling {
  const { json, output, terminal, isAsking, rooms, onUnread } = options;
  const above = options.above ?? ((print: () => void) => print());
  const style = styleOf(output, terminal.env);
  const isTerminal = output.isTTY === true;
  let profile = '';
  const print = (lines: readonly string[]) => {
    if (lines.length === 0) return;
    above(() =>
      output.write(`${lines.join('\n')}\n`, (error) => {
        if (error) onUnread();
      }),
    );
  };
  return {
    tell(event) {
      if (event.event === 'started') profile = event.profile;
      const lineOptions = { style, isTerminal, isAsking, profile, manyRooms: rooms() > 1 };
      print(json ? [eventJson(event)] : eventLines(event, timeOfDay(), lineOptions));
    },
    question: (who) => print([questionLine(who, style)]),
  };
}

function eventJson(event: PeerEvent): string {
  return JSON.stringify({ time: new Date().toISOString(), ...event });
}

/** `12:04:31`, on this machine's clock. */
function timeOfDay(): string {
  const now = new Date();
  return [now.getHours(), now.getMinutes(), now.getSeconds()]
    .map((part) => `${part}`.padStart(2, '0'))
    .join(':');
}
