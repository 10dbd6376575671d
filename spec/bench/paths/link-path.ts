import type { Client, Link } from '../../../client/index.ts';
import { type Path, SERVICES, type Service, serve } from './path.ts';

const protocolOf = (service: Service) => `/open-rooms-bench/${service}/1.0.0`;

/** Streams of a link, which go directly. */
export function linkPath(link: Pick<Link, 'open'>): Path {
  return { open: (service) => link.open(protocolOf(service), { throughRoom: 'never' }) };
}

/** Serves whoever opens streams on a link of this client. What is cut is cut: its other side fails. */
export function serveLinks({ links }: Pick<Client, 'links'>): void {
  for (const service of SERVICES)
    links.onStream(protocolOf(service), (_link, stream) => {
      serve(stream, service).catch(() => stream.abort('cut'));
    });
}
