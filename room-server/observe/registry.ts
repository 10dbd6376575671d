import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Metrics } from './metrics.ts';

/**
 * Milliseconds between two looks at the delay of the event loop. The default, 10, wakes an idle server 100 times
 * a second; delays that a person would notice are longer than this.
 */
const EVENT_LOOP_LOOK_MS = 100;

/** One metric: what it is called and where its values stand. */
interface Shown {
  readonly name: string;
  readonly help: string;
  /** Counters only grow; gauges say what is now. */
  readonly kind: 'counter' | 'gauge';
  /** The label that tells several values apart. */
  readonly label?: 'transport' | 'result' | 'reason' | 'version';
  /** The value, or the values by label; `null` where there is nothing to tell, and then no line. */
  read(metrics: Metrics): number | Readonly<Record<string, number>> | null;
}

const SHOWN: readonly Shown[] = [
  {
    name: 'open_rooms_build_info',
    help: 'Always 1: its label tells the version.',
    kind: 'gauge',
    label: 'version',
    read: (metrics) => ({ [metrics.version]: 1 }),
  },
  {
    name: 'open_rooms_certificate_ends_seconds',
    help: 'When the certificate of the pages ends, in seconds since 1970.',
    kind: 'gauge',
    read: (metrics) => metrics.certificateEnds,
  },
  {
    name: 'open_rooms_connections',
    help: 'Connections open now.',
    kind: 'gauge',
    label: 'transport',
    read: (metrics) => metrics.connections,
  },
  {
    name: 'open_rooms_connections_accepted_total',
    help: 'Connections accepted.',
    kind: 'counter',
    label: 'transport',
    read: (metrics) => metrics.accepted,
  },
  {
    name: 'open_rooms_handshakes_total',
    help: 'Handshakes that ended.',
    kind: 'counter',
    label: 'result',
    read: (metrics) => metrics.handshakes,
  },
  {
    name: 'open_rooms_attendants',
    help: 'Peers online in the room now.',
    kind: 'gauge',
    read: (metrics) => metrics.attendants,
  },
  {
    name: 'open_rooms_shares',
    help: 'Shares announced in the room now.',
    kind: 'gauge',
    read: (metrics) => metrics.shares,
  },
  {
    name: 'open_rooms_tunnels',
    help: 'Tunnels open now.',
    kind: 'gauge',
    read: (metrics) => metrics.tunnels.open,
  },
  {
    name: 'open_rooms_tunnels_opened_total',
    help: 'Tunnels opened.',
    kind: 'counter',
    read: (metrics) => metrics.tunnels.opened,
  },
  {
    name: 'open_rooms_tunnel_bytes_total',
    help: 'Bytes of tunnel packets passed on.',
    kind: 'counter',
    read: (metrics) => metrics.tunnels.bytesForwarded,
  },
  {
    name: 'open_rooms_audit_entries_total',
    help: 'Entries of the audit log that were written.',
    kind: 'counter',
    read: (metrics) => metrics.audit.entries,
  },
  {
    name: 'open_rooms_audit_waiting',
    help: 'Entries of the audit log that wait for the disk now.',
    kind: 'gauge',
    read: (metrics) => metrics.audit.waiting,
  },
  {
    name: 'open_rooms_audit_lost_total',
    help: 'Entries of the audit log that were lost, because the disk refused them for too long.',
    kind: 'counter',
    read: (metrics) => metrics.audit.lost,
  },
  {
    name: 'open_rooms_stun_requests_total',
    help: 'Datagrams that came to the STUN port.',
    kind: 'counter',
    label: 'result',
    read: (metrics) => metrics.stun,
  },
  {
    name: 'open_rooms_drops_total',
    help: 'Connections, requests and streams that the server refused or ended.',
    kind: 'counter',
    label: 'reason',
    read: (metrics) => metrics.drops,
  },
];

/** `metrics`, and those of the process, in the form that Prometheus reads. */
export function createRegistry(metrics: Metrics): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: EVENT_LOOP_LOOK_MS });
  for (const shown of SHOWN) register(registry, shown, metrics);
  return registry;
}

function register(registry: Registry, shown: Shown, metrics: Metrics): void {
  const { name, help, kind, label } = shown;
  const settings = { name, help, labelNames: label === undefined ? [] : [label], registers: [registry] };
  if (kind === 'gauge') {
    const gauge = new Gauge({
      ...settings,
      collect: () => {
        // Without it a gauge that was never set tells 0.
        if (label === undefined) gauge.remove();
        each((labels, value) => gauge.set(labels, value));
      },
    });
  } else {
    const counter = new Counter({
      ...settings,
      collect: () => {
        counter.reset();
        each((labels, value) => counter.inc(labels, value));
      },
    });
  }

  function each(give: (labels: Record<string, string>, value: number) => void): void {
    const values = shown.read(metrics);
    if (values === null) return;
    if (typeof values === 'number') {
      give({}, values);
      return;
    }
    for (const [value, count] of Object.entries(values)) {
      give(label === undefined ? {} : { [label]: value }, count);
    }
  }
}
