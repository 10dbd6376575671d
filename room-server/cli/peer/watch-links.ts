import type { Client, Link, Path } from '@open-rooms/client';
import type { Tell } from './events.ts';
import { whoIs } from './watch-room.ts';

/** Tells which way each person is reached, whenever that is another, until disposed. */
export function watchLinks(client: Client, tell: Tell): Disposable {
  using watching = new DisposableStack();
  const told = new Map<Link, () => void>();
  const links = watching.use(
    client.links.watch({
      joined: (link) => told.set(link, watchLink(link, client, tell)),
      left: (link) => {
        told.get(link)?.();
        told.delete(link);
      },
    }),
  );
  for (const link of links.snapshot) told.set(link, watchLink(link, client, tell));
  watching.defer(() => {
    for (const stop of told.values()) stop();
  });
  return watching.move();
}

/** A round trip that is another is no news. Answers what ends it. */
function watchLink(link: Link, client: Client, tell: Tell): () => void {
  let told: Path['kind'] | undefined;
  return link.path.subscribe((path) => {
    if (path?.kind === told) return;
    told = path?.kind;
    tell({ event: 'link', ...pathFacts(path), ...whoIs(client, link.id) });
  });
}

function pathFacts(path: Path | undefined) {
  if (path === undefined) return { state: 'lost' } as const;
  const { kind, roundTripMs } = path;
  return { state: 'open', path: kind, encrypted: true, roundTripMs: roundTripMs ?? null } as const;
}
