import { exportIdentity } from '@open-rooms/client';
import { importIdentityInto, nodeRuntime, profileDirectory, readProfile } from '@open-rooms/client/node';
import { textOfFile } from './contacts/contacts.ts';
import { EXIT } from './failure.ts';
import { DEFAULT_PROFILE, homeOf } from './peer/open-client.ts';
import type { Terminal } from './terminal.ts';

/** Whose identity it is about. */
export interface IdentityWish {
  readonly as?: string | undefined;
  readonly json: boolean;
}

const { crypto } = nodeRuntime;

/** Says who a profile is, and where it is kept. Answers the exit code, as all here do. */
export async function showIdentity({ as: name, json }: IdentityWish, terminal: Terminal): Promise<number> {
  await using profile = await readProfile({ home: homeOf(terminal), name, crypto });
  const { keys, directory } = profile;
  const facts = { id: keys.id, profile: profile.name, directory };
  const lines = json
    ? [JSON.stringify(facts)]
    : [keys.id, `  profile "${profile.name}", kept in ${directory}`];
  terminal.stdout.write(`${lines.join('\n')}\n`);
  return EXIT.done;
}

/** Prints the secret key, for another device. */
export async function printSecret({ as: name }: IdentityWish, terminal: Terminal): Promise<number> {
  await using profile = await readProfile({ home: homeOf(terminal), name, crypto });
  terminal.stdout.write(exportIdentity(profile.keys));
  return EXIT.done;
}

/** Makes a profile of a key that another device, or another SSB app, has exported. */
export async function importSecret(
  { as = DEFAULT_PROFILE, json, file }: IdentityWish & { readonly file: string },
  terminal: Terminal,
): Promise<number> {
  const directory = profileDirectory(homeOf(terminal), as);
  const { id } = await importIdentityInto(directory, await textOfFile(file), crypto);
  const line = json ? JSON.stringify({ id, profile: as, directory }) : `The profile "${as}" is ${id}.`;
  terminal.stdout.write(`${line}\n`);
  return EXIT.done;
}
