import { declareAlias } from './alias.ts';
import { declareAliases } from './aliases.ts';
import { declareAudit } from './audit.ts';
import { declareBackup, declareRestore } from './backup.ts';
import { declareBans } from './bans.ts';
import { declareCheck } from './check.ts';
import type { DeclareCommand } from './command.ts';
import { declareContacts } from './contacts.ts';
import { declareDoctor } from './doctor.ts';
import { declareIdentity } from './identity.ts';
import { declareInvite } from './invite.ts';
import { declareInvites } from './invites.ts';
import { declareKeys } from './keys.ts';
import { declareMembers } from './members.ts';
import { declareMode } from './mode.ts';
import { declareNotices } from './notices.ts';
import { declarePeer } from './peer.ts';
import { declareSettings } from './settings.ts';
import { declareSignIn } from './sign-in.ts';
import { declareSsbApp } from './ssb-app.ts';
import { declareStart } from './start.ts';
import { declareStatus } from './status.ts';
import { declareVersion } from './version.ts';

/** Every command, in the order of `--help`: a new one is a file here and a line in this list. */
export const COMMANDS: readonly DeclareCommand[] = [
  declareStart,
  declareInvite,
  declareStatus,
  declareMembers,
  declareInvites,
  declareBans,
  declareAliases,
  declareMode,
  declareSettings,
  declareNotices,
  declareAudit,
  declareKeys,
  declareBackup,
  declareRestore,
  declareDoctor,
  declareCheck,
  declarePeer,
  declareAlias,
  declareContacts,
  declareIdentity,
  declareSignIn,
  declareSsbApp,
  declareVersion,
];
