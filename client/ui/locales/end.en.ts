/** Why there is no screen now, and what to do. */
export const endEn = {
  lockedTitle: 'Your key is locked',
  lockedText: 'Give your passphrase to be yourself here again.',
  passphrase: 'Passphrase',
  unlock: 'Unlock',
  forgotPassphrase: 'I have forgotten it',
  forgotPassphraseText:
    'Nobody can recover a passphrase. With your 24 words, or from another device that has your key, you are yourself again here, and can set a new one.',
  elsewhereTitle: 'Open Rooms is open in another tab',
  elsewhereText:
    'You are in your rooms once, so that nobody meets you twice. Go on in the other tab, or use it here.',
  useHere: 'Use it here',
  failedTitle: 'Your key cannot be opened',
  failedHint:
    'Nothing that is kept here was changed. Where loading again does not help, your 24 words do, or another device that has your key.',
} as const;
