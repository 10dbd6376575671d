/** When somebody rings, and when one rings somebody. */
export const ringsEn = {
  ringsYou: '{name} rings you',
  ringsFrom: 'from {room}',
  answer: 'Answer',
  declineRing: 'Decline',
  ringing: 'Ringing {name} …',
  cancelRing: 'Cancel the ring',
  ringDeclined: '{name} cannot talk now.',
  ringMissed: '{name} did not answer.',
  ringGone: '{name} is not here any more.',
  ringAccepted: '{name} has answered.',
  ringFailed: '{name} cannot be reached.',
  missedRing: '{name} rang you.',
  asksToRing: '{name} asks to ring you',
} as const;
