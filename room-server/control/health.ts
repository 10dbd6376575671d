import { PRIVACY_MODES } from '@open-rooms/protocol';
import * as v from 'valibot';

const port = v.nullable(v.number());

/** The certificate of the pages. */
export const certificateSchema = v.object({
  /** Files of the admin, one that the room made, one of a certificate authority, or what is shown until that one is there. */
  source: v.picklist(['files', 'self-signed', 'acme', 'stopgap']),
  names: v.array(v.string()),
  /** Milliseconds since 1970. */
  from: v.number(),
  to: v.number(),
  fingerprint: v.string(),
  /** Why the last attempt to get a new one failed, as a sentence; `null` where none has. */
  failure: v.nullable(v.string()),
});
export type CertificateFacts = v.InferOutput<typeof certificateSchema>;

/** What a running server says of itself to whoever runs it, to find out what is wrong. */
export const healthSchema = v.object({
  pid: v.number(),
  /** Milliseconds since 1970. */
  startedAt: v.number(),
  /** Bytes. */
  memory: v.number(),
  /** The address that it listens on; `null` is all interfaces. */
  host: v.nullable(v.string()),
  /** Ports that are open; `null` is none. */
  ports: v.object({ net: v.number(), http: v.number(), whois: port, stun: port }),
  /** Whether it was to have STUN. */
  wantsStun: v.boolean(),
  /** URL of the metrics; `null` where they are off. */
  metrics: v.nullable(v.string()),
  /** By which name others reach it, as configured. */
  publicHost: v.nullable(v.string()),
  /** Where browsers reach it. */
  web: v.string(),
  /** Multiserver address over TCP. */
  address: v.string(),
  /** As base64. */
  networkKey: v.string(),
  mode: v.picklist(PRIVACY_MODES),
  /** Whom it asks for certificates: a URL; `null` where nobody. */
  acmeDirectory: v.nullable(v.string()),
  /** `null` where the pages have no TLS of the room's own. */
  certificate: v.nullable(certificateSchema),
  /** Why it cannot do its work now; `null` where it can. */
  notReady: v.nullable(v.string()),
});
export type Health = v.InferOutput<typeof healthSchema>;
