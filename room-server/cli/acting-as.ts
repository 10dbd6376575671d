import { homedir } from 'node:os';
import { createIdentity, type Identity } from '@open-rooms/client';
import { claimProfile, profilesHome } from '@open-rooms/client/node';
import { sodium } from '@open-rooms/protocol/node';
import type { Environment } from '../config/read-config.ts';

/** Whose key a command acts with, as long as it runs. */
export interface ActingAs extends AsyncDisposable {
  readonly identity: Identity;
  /** The profile's name; `null` where the key is for this run alone. */
  readonly profile: string | null;
}

/**
 * The key of a profile, which no other program may use meanwhile; without a name a new key that is kept nowhere.
 * @throws ProfileError
 */
export async function actingAs(name: string | undefined, env: Environment): Promise<ActingAs> {
  if (name === undefined) {
    return { identity: createIdentity(sodium), profile: null, [Symbol.asyncDispose]: async () => undefined };
  }
  const home = profilesHome({ env, platform: process.platform, homeDirectory: homedir() });
  const profile = await claimProfile({ home, name, crypto: sodium });
  return {
    identity: profile.keys,
    profile: profile.name,
    [Symbol.asyncDispose]: () => profile[Symbol.asyncDispose](),
  };
}
