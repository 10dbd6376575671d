/** What an invite makes one, and what may be wrong with it. Loaded with the way in. */
export const invitedEn = {
  invitedAsOwner: 'Your link makes you an owner of this room.',
  invitedAsModerator: 'Your link makes you a moderator of this room.',
  invitedAsParticipant: 'Your link makes you a member of this room.',
  invitedAsViewer: 'Your link lets you watch in this room.',
  nextAskModerators: 'Those who moderate the room can lift the ban. Ask them.',
  nextLater: 'Keep the link, and open it again later.',
  nextCheckLink: 'Copy the whole link again, or ask for a new one.',
  flawEarly: 'This invite is not to be used yet',
  flawExpired: 'This invite has expired',
  flawSpent: 'This invite has been used up',
  flawRevoked: 'This invite was taken back',
  flawDisowned: 'This invite is not good any more',
  flawUnknown: 'The room does not know this invite',
  flawBanned: 'You are banned from this room',
} as const;
