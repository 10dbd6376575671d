/** A round of looking for paths, by the name ("ufrag") that its descriptions and candidates carry. */

/** The round that a description begins, or goes on with. */
export function roundOfDescription(sdp: string): string | undefined {
  return sdp.match(/^a=ice-ufrag:(\S+)/m)?.[1];
}

/** The round that a candidate belongs to; node-datachannel does not say. */
export function roundOfCandidate(candidate: string): string | undefined {
  return candidate.match(/ ufrag (\S+)/)?.[1];
}
