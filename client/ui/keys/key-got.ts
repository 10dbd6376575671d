import type { Identity } from '../../identity/identity.ts';

/** Tells whoever asked for a key that it is here: the event `got`. It goes no further than to the parent. */
export function gotKey(identity: Identity): CustomEvent<Identity> {
  return new CustomEvent('got', { detail: identity });
}
