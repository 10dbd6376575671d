import type { Family, VideoFamily } from '@open-rooms/protocol';
import { ShareError } from '../share-error.ts';
import { CODEC_CALM_MS, CODEC_PAUSE_MS } from '../share-limits.ts';

/** The best codec that everybody decodes; `undefined` where there is none. */
export function commonCodec(
  codecs: readonly VideoFamily[],
  audience: Iterable<readonly Family[]>,
): VideoFamily | undefined {
  const all = [...audience];
  return codecs.find((codec) => all.every((decodes) => decodes.includes(codec)));
}

/**
 * The codec to go over to; `undefined` where the one that is in use stays. One that somebody cannot decode goes at once,
 * or soon after a change; a better one waits for those who come and go.
 * @param calmMs since the last change, in milliseconds
 */
export function otherCodec(
  codec: VideoFamily,
  codecs: readonly VideoFamily[],
  audience: readonly (readonly Family[])[],
  calmMs: number,
): VideoFamily | undefined {
  const best = commonCodec(codecs, audience);
  if (best === codec) return undefined;
  const isNeeded = commonCodec([codec], audience) === undefined;
  return calmMs >= (isNeeded ? CODEC_PAUSE_MS : CODEC_CALM_MS) ? best : undefined;
}

/**
 * The best codec of a source.
 * @throws ShareError `no-codec` where it has none
 */
export function bestCodec([best]: readonly VideoFamily[]): VideoFamily {
  if (best !== undefined) return best;
  const sentence =
    'Cannot share this: there is no way to encode it here. Use a browser that has WebCodecs, or a file.';
  throw new ShareError('no-codec', sentence);
}
