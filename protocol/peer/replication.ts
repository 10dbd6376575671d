import * as v from 'valibot';
import type { Handlers } from '../rpc/handlers.ts';
import { asyncMethod, duplexMethod, sourceMethod } from '../rpc/method.ts';

/** What apps that replicate ask every peer for: part of the contract of rooms, and of our peers. */
export const replicationMethods = {
  createHistoryStream: sourceMethod('look', v.array(v.unknown()), v.unknown()),
  'blobs.createWants': sourceMethod('look', v.array(v.unknown()), v.unknown()),
  'blobs.has': asyncMethod('look', v.array(v.unknown()), v.unknown()),
  'ebt.replicate': duplexMethod('look', v.array(v.unknown()), v.unknown()),
} as const;

/** Whoever has nothing to replicate says so without noise: it ends at once, without an error. */
export const replicationHandlers: Handlers<typeof replicationMethods, unknown> = {
  createHistoryStream: (_caller, outlet) => outlet.end(),
  'blobs.createWants': (_caller, outlet) => outlet.end(),
  'blobs.has': () => false,
  'ebt.replicate': (_caller, stream) => stream.end(),
};
