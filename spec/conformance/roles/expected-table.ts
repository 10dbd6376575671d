import { ACTS, type Act, PRIVACY_MODES, type PrivacyMode, type Standing } from '@open-rooms/protocol';

/**
 * Who may do what, typed by hand: for each act whoever may in an open, a community and a restricted room. Owner,
 * Moderator, Participant, Viewer, External, the key of an Invite.
 */
const TABLE = `
  enter             OMPVEI  OMPVEI  OMPV-I
  look              OMPVEI  OMPVEI  OMPV-I
  attend            OMPVE-  OMPV--  OMPV--
  watch             OMPVE-  OMPV--  OMPV--
  enumerate         OMP-E-  OMP---  OMP---
  dial              OMPVE-  OMPVE-  OMPV--
  share             OMP-E-  OMP---  OMP---
  write             OMP-E-  OMP-E-  OMP---
  join              OMPVEI  OMPVEI  OMPV-I
  sign-in           OMPV--  OMPV--  OMPV--
  alias             OMP---  OMP---  ------
  own-aliases       OMPV--  OMPV--  OMPV--
  resolve           OMPVE-  OMPVE-  ------
  list-aliases      OMP-E-  OMP---  OM----
  moderate-aliases  OM----  OM----  OM----
  invite            OMP-E-  OMP---  OM----
  moderate-invites  OM----  OM----  OM----
  manage-members    OM----  OM----  OM----
  ban               OM----  OM----  OM----
  write-notices     OM----  OM----  OM----
  read-audit        OM----  OM----  OM----
  configure         O-----  O-----  O-----
  administer        O-----  O-----  O-----
`;

const LETTERS: Readonly<Record<Standing, string>> = {
  owner: 'O',
  moderator: 'M',
  participant: 'P',
  viewer: 'V',
  external: 'E',
  invite: 'I',
};

const ROWS = new Map(
  TABLE.trim()
    .split('\n')
    .map((line) => {
      const [act = '', ...cells] = line.trim().split(/ +/);
      return [act, cells];
    }),
);

/** The acts of the table, in its order. */
export const TYPED_ACTS: readonly string[] = [...ROWS.keys()];

/** Whether the cell says that they may. Throws where nobody typed it. */
export function isExpected(mode: PrivacyMode, standing: Standing, act: Act): boolean {
  const cell = ROWS.get(act)?.[PRIVACY_MODES.indexOf(mode)];
  if (cell?.length !== 6) throw new Error(`Nobody typed who may "${act}" in a room that is ${mode}.`);
  return cell.includes(LETTERS[standing]);
}

/** The acts that somebody may, and those that they may not. */
export function expectedActs(mode: PrivacyMode, standing: Standing): { may: Act[]; mayNot: Act[] } {
  return {
    may: ACTS.filter((act) => isExpected(mode, standing, act)),
    mayNot: ACTS.filter((act) => !isExpected(mode, standing, act)),
  };
}
