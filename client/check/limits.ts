/** Once one URL of `/whois` has answered, the others have this long: what they say is worth knowing, and no long wait. */
export const OTHERS_MS = 2_000;

/** How long nothing is said to a peer that hung up, to see whether it does so unasked. */
export const PATIENCE_MS = 1_000;

/** A tunnel of whose plain bytes nothing has come by now brings nothing. */
export const PROBE_MS = 5_000;

/** A STUN server is asked so long, by some datagrams: one may be lost, five are not. */
export const STUN_ASKED_MS = 3_000;

/** A TURN server that has given no address by then gives none. */
export const RELAY_TRIED_MS = 5_000;

/** A room that takes longer to answer a call feels broken. */
export const SLOW_CALL_MS = 1_000;

/** A call through a tunnel that takes longer is noticed in every word that people say to each other. */
export const SLOW_TUNNEL_MS = 1_500;

/** Clocks of two machines that are kept right differ by less. */
export const CLOCKS_DIFFER_MS = 5 * 60_000;
