import type { Context } from 'hono';
import { accepts } from 'hono/accepts';

/** The media types that answers come in. */
export type MediaType = 'text/html' | 'text/plain' | 'application/json';

const MEDIA_TYPES: readonly string[] = ['text/html', 'text/plain', 'application/json'] satisfies MediaType[];

/** What the asker would rather read; `otherwise` where they do not care. */
export function preferred<Other extends MediaType>(
  context: Context,
  otherwise: Other,
): Other | 'application/json' {
  const asked = context.req.query('encoding') === 'json' || sentJson(context);
  if (asked) return 'application/json';
  const supports = MEDIA_TYPES.filter((type) => type === otherwise || type === 'application/json');
  const best = accepts(context, { header: 'Accept', supports, default: otherwise });
  return best === 'application/json' ? best : otherwise;
}

/** Whether the body of the request is JSON. */
function sentJson(context: Context): boolean {
  return mediaTypeOf(context) === 'application/json';
}

/** The media type of the request's body, in small letters, without parameters. */
export function mediaTypeOf(context: Context): string {
  return (context.req.header('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}
