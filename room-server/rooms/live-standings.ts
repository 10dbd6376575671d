import {
  type Clock,
  type FeedId,
  isNarrower,
  LASTING_ACTS,
  type PrivacyMode,
  type Standing,
} from '@open-rooms/protocol';
import type { BanChange, Bans } from '../bans/bans.ts';
import type { Members, RoleChange } from '../members/members.ts';
import type { EndingOf, Endings } from './endings.ts';
import type { Gate } from './gate.ts';
import type { RoomSettings } from './settings.ts';
import type { StandingWords } from './standing-words.ts';

/** Words of one change of mode, each for one person; where it concerns more, there is one word for everybody. */
export const MAX_MODE_WORDS = 400;

export interface LiveStandingsParts {
  readonly members: Pick<Members, 'watch'>;
  readonly bans: Pick<Bans, 'watch' | 'isBanned'>;
  readonly settings: Pick<RoomSettings, 'mode' | 'watchMode'>;
  readonly gate: Pick<Gate, 'standingOf' | 'mayEnter'>;
  readonly endings: Pick<Endings, 'say'>;
  readonly words: Pick<StandingWords, 'changed' | 'tell'>;
  /** Everybody who is connected. */
  readonly connected: () => readonly FeedId[];
  /** Everybody who has had a tunnel here: they may have links. */
  readonly met: () => readonly FeedId[];
  /** Ends every connection of somebody, and with them their streams, tunnels and shares. */
  readonly expel: (who: FeedId) => void;
  /** Somebody may see all who are there from now on. */
  readonly seesAll: (who: FeedId) => void;
  readonly clock: Pick<Clock, 'after'>;
}

/**
 * Makes changes hold at once for those who are there (spec/roles.md): whoever may do less from now on hears the room's
 * signed word, and then their connections end; with what is left to them they may come back. Nobody else's end.
 */
export class LiveStandings {
  readonly #parts: LiveStandingsParts;
  #willSweep = false;

  constructor(parts: LiveStandingsParts) {
    this.#parts = parts;
    parts.members.watch((change) => this.#onRole(change));
    parts.bans.watch((change) => this.#onBan(change));
    parts.settings.watchMode((change) => this.#onMode(change));
  }

  /**
   * Looks at everybody who is connected, once what is under way has been answered: the key of an invite that is of no use
   * any more goes where it is not welcome by itself.
   */
  sweep(): void {
    const { clock, gate, connected, expel } = this.#parts;
    if (this.#willSweep) return;
    this.#willSweep = true;
    clock.after(0, () => {
      this.#willSweep = false;
      for (const id of connected()) if (gate.mayEnter(id) !== 'yes') expel(id);
    });
  }

  #onRole({ who, before, after, reason }: RoleChange): void {
    const { words, endings, expel, seesAll, bans, settings } = this.#parts;
    this.sweep();
    if (before === 'viewer' || after === 'viewer') words.changed(who, after);
    // Whoever is banned is not there, and has no links: what they may do when they are back holds from then on.
    if (bans.isBanned(who) !== undefined) return;
    const { mode } = settings;
    if (isNarrower({ mode, standing: before ?? 'external' }, { mode, standing: after ?? 'external' })) {
      endings.say([{ why: after === undefined ? 'removed' : 'demoted', who, reason }]);
      expel(who);
    } else {
      // Whoever may do more asks what that is.
      if (before !== 'viewer' && after !== 'viewer') words.tell(who, after);
      seesAll(who);
    }
  }

  #onBan({ who, ban }: BanChange): void {
    this.sweep();
    if (ban === undefined) return;
    this.#parts.endings.say([{ why: 'banned', who, reason: ban.reason }]);
    this.#parts.expel(who);
  }

  #onMode(change: { readonly before: PrivacyMode; readonly after: PrivacyMode }): void {
    const { connected, met, gate, endings, expel } = this.#parts;
    this.sweep();
    const here = connected();
    const known = new Set([...here, ...met()]);
    const narrowed = [...known].filter((id) => isNarrowed(change, gate.standingOf(id)));
    if (narrowed.length === 0) return;
    const each: EndingOf[] = narrowed.map((who) => ({ why: 'mode', who }));
    endings.say(narrowed.length > MAX_MODE_WORDS ? [{ why: 'mode' }] : each);
    const gone = new Set(narrowed);
    for (const id of here) if (gone.has(id)) expel(id);
  }
}

function isNarrowed(
  { before, after }: { readonly before: PrivacyMode; readonly after: PrivacyMode },
  standing: Standing,
): boolean {
  return isNarrower({ mode: before, standing }, { mode: after, standing }, LASTING_ACTS);
}
