import * as v from 'valibot';
import type { RtcPeer } from './rtc.ts';

/** How bytes get to the far end: straight, by a relay (TURN) of the room's, or through the room itself. */
export type PathKind = 'direct' | 'relayed' | 'room';

/** The path that is used now, by what the connection says and not by what was hoped for. */
export interface Path {
  readonly kind: PathKind;
  /** Milliseconds to the far end and back, as measured last; `undefined` before the first time. */
  readonly roundTripMs: number | undefined;
}

const SECOND = 1000;

const Transport = v.object({ type: v.literal('transport'), selectedCandidatePairId: v.string() });
const Pair = v.object({
  type: v.literal('candidate-pair'),
  id: v.string(),
  localCandidateId: v.string(),
  remoteCandidateId: v.string(),
  nominated: v.optional(v.boolean()),
  state: v.optional(v.string()),
  currentRoundTripTime: v.optional(v.number()),
});
const Candidate = v.object({
  type: v.picklist(['local-candidate', 'remote-candidate']),
  id: v.string(),
  candidateType: v.string(),
  ip: v.optional(v.string()),
  port: v.optional(v.number()),
});
type Candidate = v.InferOutput<typeof Candidate>;

type Measured = Pick<RtcPeer, 'getStats'> & Partial<Pick<RtcPeer, 'remoteDescription'>>;

/**
 * Which way a connection goes, by the candidate pair that its transport says is in use; `undefined` before there is
 * one. It is relayed where either end of the pair is a relay's address.
 */
export async function readPath(rtc: Measured): Promise<Path | undefined> {
  const report = await rtc.getStats();
  const pairs: v.InferOutput<typeof Pair>[] = [];
  const candidates = new Map<string, Candidate>();
  let selected: string | undefined;
  report.forEach((entry) => {
    if (v.is(Transport, entry)) selected = entry.selectedCandidatePairId;
    else if (v.is(Pair, entry)) pairs.push(entry);
    else if (v.is(Candidate, entry)) candidates.set(entry.id, entry);
  });
  // Browsers that name no transport say which pair was nominated.
  const pair = pairs.find(({ id, nominated, state }) =>
    selected === undefined ? nominated === true && state === 'succeeded' : id === selected,
  );
  if (pair === undefined) return undefined;
  const ends = [candidates.get(pair.localCandidateId), candidates.get(pair.remoteCandidateId)];
  const isRelayed = ends.some((end) => end !== undefined && isRelay(end, rtc));
  return { kind: isRelayed ? 'relayed' : 'direct', roundTripMs: roundTripMs(rtc, pair.currentRoundTripTime) };
}

/**
 * Whether an end of a path is an address of a relay. Of a far end whose packets came before its candidate was told,
 * node-datachannel goes on to say that it is a peer's own address.
 */
function isRelay({ candidateType, ip, port }: Candidate, { remoteDescription }: Measured): boolean {
  if (candidateType !== 'prflx') return candidateType === 'relay';
  return remoteDescription?.sdp?.includes(` ${ip} ${port} typ relay`) === true;
}

/**
 * The same of the stock WebRTC connection of libp2p, whose `RTCPeerConnection` is private: it is read for its
 * statistics alone, and where it is not found, nothing is said.
 */
export async function readStockPath(connection: object): Promise<Path | undefined> {
  const rtc = stockPeer(connection);
  return rtc && readPath(rtc).catch(() => undefined);
}

/** Whether such a connection was made to go over a relay and no other way; `undefined` where that cannot be seen. */
export function isStockRelayed(connection: object): boolean | undefined {
  const rtc = stockPeer(connection);
  const read = property(rtc, 'getConfiguration');
  if (typeof read !== 'function') return undefined;
  return property(read.call(rtc), 'iceTransportPolicy') === 'relay';
}

function stockPeer(connection: object): Measured | undefined {
  return peerWithin(property(connection, 'muxer')) ?? peerWithin(property(connection, 'maConn'));
}

/** The private `RTCPeerConnection` of a part of the stock transport; `undefined` where there is none. */
export function peerWithin(owner: unknown): Measured | undefined {
  const peer = property(owner, 'peerConnection');
  return isMeasured(peer) ? peer : undefined;
}

function property(owner: unknown, name: string): unknown {
  return typeof owner === 'object' && owner !== null ? Reflect.get(owner, name) : undefined;
}

function isMeasured(value: unknown): value is Measured {
  return typeof property(value, 'getStats') === 'function';
}

/** The statistics of browsers say seconds; node-datachannel says milliseconds, and less than none before the first. */
function roundTripMs(rtc: Measured, value: number | undefined): number | undefined {
  if (value === undefined || value < 0) return undefined;
  return 'selectedCandidatePair' in rtc ? value : value * SECOND;
}
