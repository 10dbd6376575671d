import { readIceUrl } from '@open-rooms/protocol';
import type { RtcConfiguration } from '../rtc/rtc.ts';

/**
 * The servers as node-datachannel takes them: TURN over UDP is all that it knows, and since it writes user name and
 * credential into a URL, of which it reads them again, they must hold no ":" and no "@". Of IPv6 in brackets, and of
 * words that are empty, it throws: there would be no connection at all.
 *
 * Where every path has to be relayed, none is left: it names its relay alone to the far end, and then asks the far end
 * from the own address even so.
 */
export function nodeServers({ iceServers, ...rest }: RtcConfiguration): RtcConfiguration {
  if (rest.iceTransportPolicy === 'relay') return { ...rest, iceServers: [] };
  return { ...rest, iceServers: writtenForNode(iceServers) };
}

/** The servers as it takes them. */
function writtenForNode(servers: RtcConfiguration['iceServers']): RtcConfiguration['iceServers'] {
  return servers.flatMap(({ urls, username, credential }) => {
    const known = [urls].flat().filter(isKnown);
    if (known.length === 0) return [];
    if (username === '' || credential === '') return [];
    if (username === undefined || credential === undefined) return [{ urls: known }];
    const words = { username: encodeURIComponent(username), credential: encodeURIComponent(credential) };
    return [{ urls: known, ...words }];
  });
}

function isKnown(text: string): boolean {
  const url = readIceUrl(text);
  return url?.transport === 'udp' && !url.host.includes(':');
}
