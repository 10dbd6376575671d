import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** Wrong tokens, and invites made by one address, are counted by the minute. */
const RETRY_AFTER_SECONDS = '60';

/**
 * A refusal as SIP 5 has it. With status 200 where it is about the invite, as the widespread server answers: stock apps
 * tell the reason of those alone, and of all others the status.
 */
export function failed(
  context: Context,
  error: string,
  status: ContentfulStatusCode = 200,
  more: Readonly<Record<string, string>> = {},
): Response {
  if (status === 429) context.header('Retry-After', RETRY_AFTER_SECONDS);
  return context.json({ status: 'failed', error, ...more }, status);
}
