/** What somebody may want to do in a room. The contract names the act of each method, the table of permissions who may. */
export const ACTS = [
  /** Be let in at all: keep a connection after the handshake. */
  'enter',
  /** Learn what this is: metadata, ping, whoami, manifest; and hear the room's signed words. */
  'look',
  /** Be seen and be reachable: announce, leave. */
  'attend',
  /** See what is shared, and who shares it: stage. */
  'watch',
  /** See who is there: endpoints, attendants, members. */
  'enumerate',
  /** Open a tunnel to somebody. */
  'dial',
  /** Say that one shares a picture there, or does not any more: share, unshare. */
  'share',
  /** Say something to others there. Peers hold each other to it, by the room's signed word. */
  'write',
  /** Use an invite. */
  'join',
  /** Sign in to the room's pages with one's key. */
  'sign-in',
  /** Register an alias. */
  'alias',
  /** Give one's own alias back, and see which are one's own. */
  'own-aliases',
  /** Find somebody by an alias. */
  'resolve',
  /** See which aliases somebody has. */
  'list-aliases',
  /** See and take away anybody's alias. */
  'moderate-aliases',
  /** Make an invite, see one's own, and take them back. */
  'invite',
  /** See everybody's invites, and take them back. */
  'moderate-invites',
  /** See members with their roles, add, remove, and change roles below one's own. */
  'manage-members',
  /** Ban, lift bans, see them. */
  'ban',
  /** Write notices. */
  'write-notices',
  /** Read, verify and export the audit log. */
  'read-audit',
  /** Change name, description, privacy mode, listing, language and times of keeping. */
  'configure',
  /** Make keys for programs. Backups are made by whoever runs the server. */
  'administer',
] as const;

export type Act = (typeof ACTS)[number];
