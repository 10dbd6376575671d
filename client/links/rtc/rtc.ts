/**
 * What links use of WebRTC: browsers' `RTCPeerConnection` and node-datachannel's are both one of these. Written down
 * here because the client is compiled without DOM types: that is its fence.
 */

/** A description as it is signalled. */
export interface RtcDescription {
  readonly type: 'offer' | 'answer' | 'pranswer' | 'rollback';
  readonly sdp?: string;
}

/** A candidate as it is signalled. */
export interface RtcCandidate {
  readonly candidate?: string;
  readonly sdpMid?: string | null;
  readonly sdpMLineIndex?: number | null;
}

/** An event of a peer connection or a channel; what it has depends on its type. */
export interface RtcEvent {
  readonly type: string;
  readonly candidate?: RtcCandidate | null;
  readonly data?: unknown;
}

export interface RtcTrack {
  readonly kind: string;
  readonly id: string;
}

export interface RtcMediaStream {
  readonly id: string;
}

export interface RtcSender {
  readonly track: RtcTrack | null;
}

/** A track that the far end sends. */
export interface RtcTrackEvent {
  readonly track: RtcTrack;
  readonly streams: readonly RtcMediaStream[];
}

/** What browsers and node-datachannel report of a connection, object by object. */
export interface RtcStats {
  forEach(look: (entry: unknown) => void): void;
}

/** How a channel treats what is lost or late; both ends say the same. */
export interface RtcChannelOptions {
  readonly ordered?: boolean;
  readonly maxRetransmits?: number;
  readonly negotiated?: boolean;
  readonly id?: number;
}

export interface RtcChannel {
  readonly readyState: 'connecting' | 'open' | 'closing' | 'closed';
  readonly bufferedAmount: number;
  bufferedAmountLowThreshold: number;
  binaryType: 'arraybuffer' | 'blob';
  send(data: string | Uint8Array<ArrayBuffer>): void;
  close(): void;
  addEventListener(type: string, listener: (event: RtcEvent) => void): void;
}

export interface RtcPeer {
  readonly connectionState: string;
  readonly iceGatheringState: string;
  readonly localDescription: RtcDescription | null;
  readonly remoteDescription: RtcDescription | null;
  createOffer(options?: { iceRestart?: boolean }): Promise<RtcDescription>;
  createAnswer(): Promise<RtcDescription>;
  setLocalDescription(description: RtcDescription): Promise<void>;
  setRemoteDescription(description: RtcDescription): Promise<void>;
  addIceCandidate(candidate: RtcCandidate): Promise<void>;
  createDataChannel(label: string, options: RtcChannelOptions): RtcChannel;
  addTrack(track: RtcTrack, ...streams: RtcMediaStream[]): RtcSender;
  removeTrack(sender: RtcSender): void;
  getStats(): Promise<RtcStats>;
  addEventListener(type: string, listener: (event: RtcEvent) => void): void;
  close(): void;
}

export interface RtcServer {
  urls: string | string[];
  username?: string;
  credential?: string;
}

/** Servers are always named, if none: without them some libraries ask strangers. */
export interface RtcConfiguration {
  iceServers: RtcServer[];
  iceTransportPolicy?: 'all' | 'relay';
}

/** `RTCPeerConnection` of a browser, or of `node-datachannel/polyfill`. */
export type RtcPeerMaker<Peer extends RtcPeer = RtcPeer> = new (configuration: RtcConfiguration) => Peer;
