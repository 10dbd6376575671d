import type { FeedId } from '@open-rooms/protocol';
import type { ReadonlySignal } from '@preact/signals-core';
import type { Path, PathKind } from '../../../links/rtc/path.ts';
import type { PeerConnection } from '../../../peers/peer-connection.ts';
import type { ClientState } from '../../../state/client-state.ts';
import { watchedSignal } from '../../../state/watched-signal.ts';
import { t } from '../../locales/language.ts';
import { pageClock } from '../../shell/page-clock.ts';

/** The tunnel to somebody, and how long it takes there and back; or none. */
type Tunnel = { readonly kind: 'none' } | { readonly kind: 'open'; readonly ms: number | undefined };

const NONE: Tunnel = { kind: 'none' };

/** How often a tunnel is measured while it is shown. It is a figure to read, and none to steer by. */
const LOOK_MS = 10_000;

const TEXTS = {
  direct: { timed: 'pathDirectTimed', plain: 'pathDirect' },
  relayed: { timed: 'pathRelayedTimed', plain: 'pathRelayed' },
  room: { timed: 'pathThroughTimed', plain: 'pathThrough' },
} as const satisfies Readonly<Record<PathKind, unknown>>;

const known = new WeakMap<ClientState, Map<FeedId, ReadonlySignal<Tunnel>>>();

/** The path line of somebody, as an ordinary person understands it. Reads signals. */
export function pathText(state: ClientState, id: FeedId): string {
  if (id === state.client.id) return t('pathSelf');
  const path = state.link(id).value?.path.value;
  if (path !== undefined && path.kind !== 'room') return pathWords(path);
  const tunnel = tunnelTo(state, id).value;
  // Peers that know no links have tunnels alone; and what goes through the room takes as long as the tunnel.
  if (tunnel.kind === 'open') return pathWords({ kind: 'room', roundTripMs: tunnel.ms });
  return path === undefined ? t('pathSeen') : pathWords(path);
}

/** A path in words, with whole milliseconds, at least one: it takes time. */
export function pathWords({ kind, roundTripMs }: Path): string {
  const { timed, plain } = TEXTS[kind];
  return roundTripMs === undefined ? t(plain) : t(timed, { ms: Math.max(1, Math.round(roundTripMs)) });
}

function tunnelTo(state: ClientState, id: FeedId): ReadonlySignal<Tunnel> {
  const tunnels = known.get(state) ?? new Map<FeedId, ReadonlySignal<Tunnel>>();
  known.set(state, tunnels);
  const tunnel = tunnels.get(id) ?? measured(state, id);
  tunnels.set(id, tunnel);
  return tunnel;
}

/** A connection that is measured, again and again. */
interface Looking {
  readonly peer: PeerConnection;
  timer?: Disposable;
}

/** It is measured while somebody looks at it. */
function measured({ client }: ClientState, id: FeedId): ReadonlySignal<Tunnel> {
  let tunnel: Tunnel = NONE;
  let peer: PeerConnection | undefined;
  const read = () => {
    const now = client.peer(id);
    if (now !== peer) tunnel = now === undefined ? NONE : { kind: 'open', ms: undefined };
    peer = now;
    return tunnel;
  };
  return watchedSignal(read, (onChange) => {
    let looking: Looking | undefined;
    const look = async (at: Looking) => {
      const ms = await roundTrip(at.peer);
      if (at !== looking) return;
      if (ms !== undefined && tunnel.kind === 'open' && tunnel.ms !== ms) tunnel = { kind: 'open', ms };
      onChange();
      at.timer = pageClock.after(LOOK_MS, () => void look(at));
    };
    const lookAt = (now: PeerConnection | undefined) => {
      if (looking?.peer === now) return;
      looking?.timer?.[Symbol.dispose]();
      looking = now && { peer: now };
      if (looking !== undefined) void look(looking);
    };
    let isOver = false;
    const follow = () => {
      if (isOver) return;
      read();
      lookAt(peer);
      onChange();
    };
    const changed = () => queueMicrotask(follow);
    const watching = client.peers.watch({ joined: changed, left: changed });
    follow();
    return {
      [Symbol.dispose]: () => {
        isOver = true;
        watching[Symbol.dispose]();
        lookAt(undefined);
      },
    };
  });
}

/** Whole milliseconds; `undefined` where the connection ended meanwhile. */
async function roundTrip(peer: PeerConnection): Promise<number | undefined> {
  try {
    return Math.round(await peer.roundTrip());
  } catch {
    return undefined;
  }
}
