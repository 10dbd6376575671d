import { writeSsbUri } from '../address/ssb-uri.ts';
import { writeQuery } from '../address/web-link.ts';

/** An invite as people pass it on, in both forms that lead to the join page of a room (SIP 5). */
export interface JoinLinks {
  /** `https://room.example/join?invite=TOKEN`. */
  readonly url: string;
  /** `ssb:experimental?action=claim-http-invite&invite=TOKEN&postTo=…`. */
  readonly uri: string;
  /** Where the token is posted. */
  readonly postTo: string;
}

/**
 * Writes the links of an invite.
 * @param web where the room's pages are, without a slash at the end
 */
export function writeJoinLinks(web: string, token: string): JoinLinks {
  const postTo = `${web}/invite/consume`;
  return {
    url: `${web}/join?${writeQuery({ invite: token })}`,
    uri: writeSsbUri({ kind: 'claim-http-invite', invite: token, postTo }),
    postTo,
  };
}
