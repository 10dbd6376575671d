/** Ringing somebody by their alias, as a page of its own. */
export const ringScreenEn = {
  ringTitle: 'Ring {name}',
  ringText: 'You go into the room {room} for it, where {name} can be found.',
  ringOnce: 'Ring',
  ringAgain: 'Ring again',
  ringFinding: 'Looking for {name} …',
  ringFindingText: 'Through the room {room}, wherever that is.',
  ringWaitText: 'It rings at their place. The tunnel between you is encrypted from end to end.',
  ringFindingContact: 'In your rooms, and where you saw each other last.',
  ringContactNext: 'Write to them: it is kept here, and sent when both of you are in one room.',
  backTo: 'Back to {name}',
  ringNext: 'Leave a message in the room, or try again later.',
  ringMissedNext: 'They see that you rang. Leave a message in the room, or try again later.',
  ringRefused: '{name} cannot be rung now',
  ringNotOnline: '{name} is not there now',
  ringNotOnlineNext:
    'Wait in the room, or add them to your contacts: then you meet wherever both of you are.',
  goToRoom: 'Go to the room',
  addToContacts: 'Add to contacts',
  addedToContacts: '{name} is among your contacts now.',
} as const;
