/** The part of Trusted Types that we use; browsers without them take the text as it is. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): {
    createScriptURL(url: string): string;
  };
}

/** Script that we load by address comes from the room server, from one of these places. */
const OWN_SCRIPT = /^\/(sw\.js|app\/[\w.-]+)$/;

const trustedTypes = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes;
const policy = trustedTypes?.createPolicy('open-rooms', { createScriptURL: ownScript });

/** An address that workers may be started from. Throws where it is not of this server. */
export function scriptUrl(path: string): string {
  return policy === undefined ? ownScript(path) : policy.createScriptURL(path);
}

function ownScript(url: string): string {
  const { origin, pathname } = new URL(url, location.origin);
  if (origin === location.origin && OWN_SCRIPT.test(pathname)) return url;
  throw new TypeError(`Cannot run script from "${url}": it is not of this room server.`);
}
