import { printable } from '../../observe/printable.ts';
import { bytesText } from './amounts.ts';
import type { PeerEvent } from './events.ts';
import { delayText, pathText } from './path-text.ts';

/** What was measured, line by line. */
export function measuredLines(measured: Extract<PeerEvent, { readonly event: 'measured' }>): string[] {
  const { path, roundTripMs, tunnelMs, linkMs, toThem, fromThem, sentence } = measured;
  const first = linkMs === null ? '' : `, first byte over this path ${delayText(linkMs)}`;
  return [
    `path          ${pathText({ kind: path, roundTripMs: undefined })}`,
    `round trip    ${delayText(roundTripMs)}`,
    ...(toThem === null ? [] : [`to them       ${bytesText(toThem)}/s`]),
    ...(fromThem === null ? [] : [`from them     ${bytesText(fromThem)}/s`]),
    `set-up        tunnel ${delayText(tunnelMs)}${first}`,
    ...(sentence === undefined ? [] : [`More cannot be measured: ${printable(sentence)}`]),
  ];
}
