import type { Attendant, Connected, Echo } from '@open-rooms/client/ssb';
import { printable } from '../observe/printable.ts';
import { below } from './start-lines.ts';
import type { Style } from './style.ts';

/** What the app met with. */
export interface Met {
  readonly id: string;
  /** `null` where the key is for this run alone. */
  readonly profile: string | null;
  readonly room: Connected;
  readonly attendants: readonly Attendant[];
  /** Whom the handshake inside the tunnel proved; `null` where nobody was there to dial. */
  readonly peer: string | null;
  readonly said: string;
  readonly echo: Echo | null;
}

export const STAYING = 'Here to answer echoes. Stop with Ctrl+C.';

/** What the app met with, as a person reads it. */
export function metLines(met: Met, style: Style): readonly string[] {
  const { id, profile, room, attendants } = met;
  const rows: [label: string, value: string][] = [
    ['Room', room.room],
    ['You', `${id} (${profile === null ? 'a key for this run alone' : `profile "${profile}"`})`],
  ];
  return [
    style.strong(printable(room.name ?? 'A room without a name')),
    '',
    ...rows.map(([label, value]) => `  ${label.padEnd(10)}${value}`),
    ...(attendants.length === 0
      ? []
      : below(
          'Here too',
          attendants.map((attendant) => attendant.id),
          style,
        )),
    '',
    ...echoLines(met),
  ];
}

/** What the app met with, for scripts: one line of JSON. */
export function metJson({ id, room, attendants, peer, said, echo }: Met): string {
  const { name = null, address } = room;
  return JSON.stringify({
    ready: true,
    id,
    room: { id: room.room, name, address },
    attendants: attendants.map((attendant) => attendant.id),
    peer,
    said,
    echo,
  });
}

/** Who came and who went between two lists of attendants. */
export function arrivalLines(before: readonly string[], now: readonly string[]): readonly string[] {
  return [
    ...now.filter((id) => !before.includes(id)).map((id) => `${id} is here.`),
    ...before.filter((id) => !now.includes(id)).map((id) => `${id} has left.`),
  ];
}

function echoLines({ peer, echo, said }: Met): readonly string[] {
  if (peer === null || echo === null) {
    return [
      'Nobody else is here to dial. In a second terminal, "open-rooms ssb-app WHERE --stay" is somebody; then run this again.',
    ];
  }
  const took = `${Math.max(1, Math.round(echo.ms))} ms`;
  return [
    `Dialled ${peer} through the room: the handshake inside the tunnel proved that key.`,
    echo.by === 'peer.echo'
      ? `Sent ${JSON.stringify(said)}, and ${quoted(echo.value)} came back in ${took}.`
      : `It is a stock app, which knows no echo: it answered a ping in ${took}, and the text was not sent.`,
  ];
}

/** What came back is a stranger's: any JSON, shown on one line. */
function quoted(value: unknown): string {
  return printable(JSON.stringify(value) ?? 'nothing');
}
