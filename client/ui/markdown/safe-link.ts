/** What a link in a message may lead to. Everything else, `javascript:` first of all, stays text. */
const SCHEMES = new Set(['http:', 'https:', 'ssb:', 'mailto:']);

/** The address of a link that somebody wrote, as it may stand in `href`; `undefined` where it may not. */
export function safeLink(url: string): string | undefined {
  try {
    const { protocol, href } = new URL(url);
    return SCHEMES.has(protocol) ? href : undefined;
  } catch {
    return undefined;
  }
}
