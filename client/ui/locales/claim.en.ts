/** The owner's first minute. */
export const claimEn = {
  claimTitle: 'Name your room',
  claimLead: 'This room is new. Give it a name, and it is open.',
  roomName: 'Room name',
  roomNameHint: 'Everyone sees it. Up to {count} characters.',
  description: 'Description',
  descriptionHint: 'Optional. What the room is for.',
  claimCode: 'Claim code',
  claimCodeHint: 'The server printed it when it was started. It works once.',
  ownerMark: 'Your key makes you the owner',
  ownerMarkText:
    'It was made in this browser, and stays in it: {words}. Keep a copy of it, in the settings, when the room is open.',
  startRoom: 'Start room',
  starting: 'Opening your room …',
  claimNotYet: 'The room is not open yet',
  claimSilent: 'The server does not answer. Is it still running, and is this device online?',
  claimedTitle: 'This room is open already',
  claimedText: 'Somebody has named it: its claim code is spent.',
  openTitle: 'Your room is open',
  openLead: '{name} is there, and you are its owner. Pass on the link: whoever opens it can come in.',
  openMembersOnly:
    '{name} is there, and you are its owner. Only members come in: go in, and make an invite for each person under “Invite”.',
  linkOfRoom: 'Link of the room',
  linkIsLocal:
    'This link works on this machine alone, since you opened the page as {host}. Open it by the name or the address that others know this machine by, and pass that link on.',
  scanIt: 'Or scan it with a phone.',
  ssbAddress: 'Address for SSB apps such as Manyverse',
  copySsbAddress: 'Copy address',
  comeIn: 'Come in',
} as const;
