import { declareAlias } from './alias.ts';
import { declareCheck } from './check.ts';
import type { DeclareCommand } from './command.ts';
import { declareContacts } from './contacts.ts';
import { declareIdentity } from './identity.ts';
import { declareInvite } from './invite.ts';
import { declarePeer } from './peer.ts';
import { declareSsbApp } from './ssb-app.ts';
import { declareStart } from './start.ts';
import { declareStatus } from './status.ts';
import { declareVersion } from './version.ts';

/** Every command, in the order of `--help`: a new one is a file here and a line in this list. */
export const COMMANDS: readonly DeclareCommand[] = [
  declareStart,
  declareInvite,
  declareStatus,
  declareCheck,
  declarePeer,
  declareAlias,
  declareContacts,
  declareIdentity,
  declareSsbApp,
  declareVersion,
];
