/** The first page: where to go. */
export const landingEn = {
  landingTitle: 'Where would you like to go?',
  landingLead: 'A room is a place to meet. Nobody in between can read what you say in it.',
  aliasOrLink: 'Alias or link',
  aliasOrLinkHint: 'Such as room.example, @bob@room.example, or a link that a friend gave you.',
  go: 'Go',
  thisRoom: 'The room here',
  recentRooms: 'Rooms you know',
  peopleOnline: { one: '{count} person online', other: '{count} people online' },
  nobodyOnline: 'Nobody online',
} as const;
