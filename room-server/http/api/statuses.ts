/** What each status of a refusal means. */
export const STATUS_WORDS = {
  400: 'Something about the request cannot be read; the sentence names the field.',
  401: 'Neither a key nor a session came with it.',
  403: 'Whoever asks may not do this.',
  404: 'There is nobody, or nothing, of that name.',
  409: 'Somebody else was there before.',
  429: 'Too many; the sentence says of what, and Retry-After when to try again.',
  503: 'The room cannot do this now.',
} as const;
