/** What a peer may want to do in a room. The contract names the act of each method, the gate says who may. */
export type Act =
  /** Learn what this is: metadata, ping, whoami, manifest. */
  | 'look'
  /** Be seen and be reachable: announce, leave. */
  | 'attend'
  /** See who is there: endpoints, attendants, members; and what is shared: stage. */
  | 'enumerate'
  /** Open a tunnel to somebody. */
  | 'dial'
  /** Say that one shares a picture there, or does not any more: share, unshare. */
  | 'share'
  /** Use an invite. */
  | 'join'
  /** Have a name in the room: register and revoke one's own aliases. */
  | 'alias'
  /** Find somebody by an alias, or the aliases of somebody. */
  | 'resolve';
