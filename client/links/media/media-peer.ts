import type { RtcCandidate, RtcDescription, RtcEvent, RtcPeer } from '../rtc/rtc.ts';
import { roundOfDescription } from './ice-round.ts';
import type { CandidateSignal, Signal } from './signal.ts';

/** Candidates of one connection that are remembered, to be said again where a stream was lost. */
const MAX_CANDIDATES = 64;

export interface MediaPeerParts<Peer extends RtcPeer> {
  /** Its name, and how many there were with it. */
  readonly connection: string;
  readonly count: number;
  readonly rtc: Peer;
  /** Whether connections are negotiated only once here. */
  readonly once: boolean;
  /** Makes channels and tracks: before the first offer, or between an offer and its answer. */
  readonly prepare: () => void;
  readonly send: (signal: Signal) => void;
}

/** One connection, from its first description to its end: what is done to it, step by step, and what it signals. */
export class MediaPeer<Peer extends RtcPeer = RtcPeer> {
  readonly rtc: Peer;
  readonly #parts: MediaPeerParts<Peer>;
  #isPrepared = false;
  /** The last offer and the last answer that were sent, and the candidates that belong to the later one. */
  readonly #said: { offer?: RtcDescription; answer?: RtcDescription } = {};
  #round: string | undefined;
  #candidates: CandidateSignal[] = [];
  /** Candidates are of no use to the far end before the description that they belong to. */
  #held: CandidateSignal[] | undefined = [];

  constructor(parts: MediaPeerParts<Peer>) {
    this.#parts = parts;
    this.rtc = parts.rtc;
    this.rtc.addEventListener('icecandidate', (event) => this.#onCandidate(event));
  }

  /** Offers what there is now, by new paths where `restart` says so. */
  async offer(restart: boolean): Promise<void> {
    this.#held ??= [];
    this.#prepare();
    await this.#describe('offer', await this.rtc.createOffer(restart ? { iceRestart: true } : {}));
  }

  /** Answers an offer; `rollback` takes one of our own back first. */
  async answer(sdp: string, rollback: boolean): Promise<void> {
    this.#held ??= [];
    if (rollback) await this.rtc.setLocalDescription({ type: 'rollback' });
    await this.rtc.setRemoteDescription({ type: 'offer', sdp });
    this.#prepare();
    await this.#describe('answer', await this.rtc.createAnswer());
  }

  async takeAnswer(sdp: string): Promise<void> {
    await this.rtc.setRemoteDescription({ type: 'answer', sdp });
  }

  /** One that cannot be used is one path less. */
  async takeCandidate(candidate: RtcCandidate): Promise<void> {
    await this.rtc.addIceCandidate(candidate).catch(() => undefined);
  }

  /** Says again what may have been lost with the stream that it was said on. */
  sayAgain(what: 'offer' | 'answer' | 'candidates'): void {
    const description = what === 'candidates' ? undefined : this.#said[what];
    if (description !== undefined) this.#sendDescription(description);
    for (const candidate of this.#candidates) this.#parts.send(candidate);
  }

  close(): void {
    this.rtc.close();
  }

  /** Whether channels and tracks can be put on it. */
  get isPrepared(): boolean {
    return this.#isPrepared;
  }

  #prepare(): void {
    if (this.#isPrepared) return;
    this.#isPrepared = true;
    this.#parts.prepare();
  }

  async #describe(type: 'offer' | 'answer', description: RtcDescription): Promise<void> {
    await this.rtc.setLocalDescription(description);
    // A new round of paths makes the candidates of the last one void; without one none are found anew.
    const round = roundOfDescription(description.sdp ?? '');
    if (round !== this.#round) this.#candidates = [];
    this.#round = round;
    this.#said[type] = description;
    this.#sendDescription(description);
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const candidate of held) this.#say(candidate);
  }

  #sendDescription({ type, sdp = '' }: RtcDescription): void {
    if (type !== 'offer' && type !== 'answer') return;
    const { connection, count, once, send } = this.#parts;
    send({ connection, count, description: { type, sdp }, ...(once ? { once } : {}) });
  }

  #onCandidate({ candidate }: RtcEvent): void {
    if (!candidate?.candidate) return;
    const { candidate: text, sdpMid = null, sdpMLineIndex = null } = candidate;
    const signal = {
      connection: this.#parts.connection,
      candidate: { candidate: text, sdpMid, sdpMLineIndex },
    };
    if (this.#held === undefined) this.#say(signal);
    else this.#held.push(signal);
  }

  #say(candidate: CandidateSignal): void {
    this.#candidates.push(candidate);
    if (this.#candidates.length > MAX_CANDIDATES) this.#candidates.shift();
    this.#parts.send(candidate);
  }
}
