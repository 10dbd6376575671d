import { type FeedId, Refused, type Stream } from '@open-rooms/protocol';
import { Splice, type SpliceOptions } from './splice.ts';
import type { TunnelPeer } from './tunnel-peer.ts';

/** Where somebody wants to go: `tunnel.connect`'s argument. */
export interface TunnelAddress {
  readonly target: FeedId;
  readonly portal?: FeedId | undefined;
  /** Passed on as it came: ssb-tunnel tells its instances apart by it. */
  readonly instance?: number | undefined;
}

/**
 * Tunnels that may end at one peer. A stranger who opens them by the thousand would make the room hold streams,
 * and the target answer them, for nothing.
 */
export const MAX_TUNNELS_PER_TARGET = 256;

export interface TunnelsOptions extends SpliceOptions {
  readonly room: FeedId;
  /** The connection over which an attendant is reached. */
  readonly reach: (id: FeedId) => TunnelPeer | undefined;
  /** A tunnel is about to open between two. */
  readonly onMeeting?: (origin: FeedId, target: FeedId) => void;
}

/** Opens tunnels: asks the target with `{portal, target, origin}`, and splices both streams. */
export class Tunnels {
  readonly #options: TunnelsOptions;
  readonly #perTarget = new Map<TunnelPeer, number>();

  constructor(options: TunnelsOptions) {
    this.#options = options;
  }

  /** Splices the caller's stream with a new one to the target. Throws {@link Refused}. */
  connect(caller: TunnelPeer, stream: Stream, { target, portal, instance }: TunnelAddress): void {
    const { room, reach } = this.#options;
    if (portal !== undefined && portal !== room)
      throw new Refused('bad-argument', 'talking to the wrong room');
    if (target === caller.id) throw new Refused('bad-argument', "can't connect to self");
    const peer = reach(target);
    if (peer === undefined) throw new Refused('not-found', `could not connect to:${target}`);
    const open = this.#perTarget.get(peer) ?? 0;
    if (open >= MAX_TUNNELS_PER_TARGET) {
      throw new Refused('too-many', `could not connect to:${target}, who has ${open} tunnels open`);
    }
    this.#options.onMeeting?.(caller.id, target);
    const address = { portal: room, target, origin: caller.id, ...(instance !== undefined && { instance }) };
    const onward = peer.request('tunnel.connect', 'duplex', [address]);
    this.#perTarget.set(peer, open + 1);
    this.#options.counts.opened++;
    this.#options.counts.open++;
    const origin = { stream, peer: caller };
    new Splice(origin, { stream: onward, peer }, this.#options, () => this.#onOver(peer));
  }

  #onOver(peer: TunnelPeer): void {
    this.#options.counts.open--;
    const open = (this.#perTarget.get(peer) ?? 0) - 1;
    if (open > 0) this.#perTarget.set(peer, open);
    else this.#perTarget.delete(peer);
  }
}
