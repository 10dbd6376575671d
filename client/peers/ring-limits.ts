/** How long somebody is rung: about ten rings of a telephone. Whoever is there has heard it by then. */
export const RING_MS = 45_000;

/** The other side says at once that it rings, or why not. */
export const RING_ANSWER_MS = 10_000;

/** Strangers who ring at once: more are no help to anybody, and keys cost nothing. */
export const MAX_ASKED_RINGS = 8;

/** Rings of strangers, each second and at once: a person who is looked for by several, and no bell for a flood. */
export const ASKED_RINGS_PER_SECOND = 0.1;
export const ASKED_RINGS_AT_ONCE = 8;

/** A stranger who was not answered does not ring again for so long. */
export const RING_AGAIN_MS = 60_000;
