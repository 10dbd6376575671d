import type { FeedId } from '@open-rooms/protocol';
import type { ReadonlySignal } from '@preact/signals-core';
import type { PeerConnection } from '../../../peers/peer-connection.ts';
import type { ClientState } from '../../../state/client-state.ts';
import { watchedSignal } from '../../../state/watched-signal.ts';
import { t } from '../../locales/language.ts';
import { pageClock } from '../../shell/page-clock.ts';

/** How somebody is reached: through the room, and how long it takes there and back; or not at all. */
type Path = { readonly kind: 'seen' } | { readonly kind: 'through'; readonly ms: number | undefined };

const SEEN: Path = { kind: 'seen' };

/** How often a way is measured while it is shown. It is a figure to read, and none to steer by. */
const LOOK_MS = 10_000;

const known = new WeakMap<ClientState, Map<FeedId, ReadonlySignal<Path>>>();

/** The path line of somebody, as an ordinary person understands it. Reads signals. */
export function pathText(state: ClientState, id: FeedId): string {
  if (id === state.client.id) return t('pathSelf');
  const path = pathTo(state, id).value;
  if (path.kind === 'seen') return t('pathSeen');
  return path.ms === undefined ? t('pathThroughUnknown') : t('pathThrough', { ms: path.ms });
}

function pathTo(state: ClientState, id: FeedId): ReadonlySignal<Path> {
  const paths = known.get(state) ?? new Map<FeedId, ReadonlySignal<Path>>();
  known.set(state, paths);
  const path = paths.get(id) ?? measured(state, id);
  paths.set(id, path);
  return path;
}

/** It is measured while somebody looks at it. */
function measured({ client }: ClientState, id: FeedId): ReadonlySignal<Path> {
  let path: Path = SEEN;
  let peer: PeerConnection | undefined;
  const read = () => {
    const now = client.peer(id);
    if (now !== peer) path = now === undefined ? SEEN : { kind: 'through', ms: undefined };
    peer = now;
    return path;
  };
  return watchedSignal(read, (onChange) => {
    let timer: Disposable | undefined;
    const look = async (asked: PeerConnection) => {
      const ms = await roundTrip(asked);
      if (asked !== peer || isOver) return;
      if (ms !== undefined && path.kind === 'through' && path.ms !== ms) path = { kind: 'through', ms };
      onChange();
      timer = pageClock.after(LOOK_MS, () => void look(asked));
    };
    let isOver = false;
    const follow = () => {
      const before = peer;
      read();
      if (peer === before && timer !== undefined) return;
      timer?.[Symbol.dispose]();
      timer = undefined;
      if (peer !== undefined) void look(peer);
      onChange();
    };
    const changed = () => queueMicrotask(() => !isOver && follow());
    const watching = client.peers.watch({ joined: changed, left: changed });
    read();
    if (peer !== undefined) void look(peer);
    return {
      [Symbol.dispose]: () => {
        isOver = true;
        watching[Symbol.dispose]();
        timer?.[Symbol.dispose]();
      },
    };
  });
}

/** Milliseconds, at least one; `undefined` where the connection ended meanwhile. */
async function roundTrip(peer: PeerConnection): Promise<number | undefined> {
  try {
    return Math.max(1, Math.round(await peer.roundTrip()));
  } catch {
    return undefined;
  }
}
