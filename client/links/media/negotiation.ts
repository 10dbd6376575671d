import { roundOfCandidate, roundOfDescription } from './ice-round.ts';
import type { CandidateSignal, DescriptionSignal } from './signal.ts';

/** What is asked of a negotiation from here. */
export type Wish =
  /** Tracks have changed. */
  | 'offer'
  /** The path is silent: look for another. */
  | 'restart'
  /** The connection cannot be mended: make a new one. */
  | 'renew';

/** What is to be done next; each is done to its end before the next wish or message is looked at. */
export type Step =
  | {
      readonly kind: 'offer';
      readonly connection: string;
      readonly isNew: boolean;
      readonly restart: boolean;
    }
  | {
      readonly kind: 'answer';
      readonly connection: string;
      readonly sdp: string;
      readonly isNew: boolean;
      /** An offer of ours stands in the way and is taken back first. */
      readonly rollback: boolean;
    }
  /** The offer was answered before, and the answer got lost. */
  | { readonly kind: 'answer-again' }
  | { readonly kind: 'take-answer'; readonly sdp: string }
  | { readonly kind: 'take-candidate'; readonly candidate: CandidateSignal['candidate'] };

export interface NegotiationOptions {
  /** Where both offer at once, whoever is polite takes back theirs. One of the two is. */
  readonly isPolite: boolean;
  /** Whether connections can be negotiated only once here: then a new one stands for what would be negotiated again. */
  readonly once: boolean;
  /** A name that no connection had before. */
  readonly newName: () => string;
  /** Whether another connection may be made; asked for each, but for the first that is wished for here. */
  readonly mayMake: () => boolean;
}

/**
 * Who offers, who answers, and what is done where both offer at once: "perfect negotiation", with names for
 * connections so that one that cannot be mended is replaced by a new one. Pure: told what happens, it says what to do.
 */
export class Negotiation {
  readonly #options: NegotiationOptions;
  #connection: string | undefined;
  /** How many connections there were, as far as this end knows: a new one counts one more than any that was seen. */
  #count = 0;
  #phase: 'idle' | 'offered' | 'stable' = 'idle';
  /** Whether the connection was never answered. */
  #isNew = false;
  /** The offer that was answered last. */
  #answered: string | undefined;
  /** The round of paths of the far end's offer that gave way to ours: its candidates would stand in the way. */
  #ignored: string | undefined;
  #farOnce = false;
  #isAnswered = false;

  constructor(options: NegotiationOptions) {
    this.#options = options;
  }

  /** See {@link DescriptionSignal.count}. */
  get count(): number {
    return this.#count;
  }

  /** Whether an offer of ours waits for its answer. */
  get isOffering(): boolean {
    return this.#phase === 'offered';
  }

  /** Whether a description of ours and one of theirs have met, on this connection or another. */
  get isAnswered(): boolean {
    return this.#isAnswered;
  }

  /** Whether a connection is negotiated once, because one of the two ends cannot do it twice. */
  get once(): boolean {
    return this.#options.once || this.#farOnce;
  }

  /** What is to be done so that a wish comes true; nothing where it is under way or cannot. */
  wish(wish: Wish): Step | undefined {
    if (wish === 'renew' || (wish === 'restart' && this.once) || this.#connection === undefined)
      return wish === 'offer' ? undefined : this.#renew();
    // A browser asks again once the offer that is out is answered, where it still has to.
    if (this.#phase !== 'stable' || this.once) return undefined;
    this.#phase = 'offered';
    return { kind: 'offer', connection: this.#connection, isNew: false, restart: wish === 'restart' };
  }

  /** What a message from the far end asks for; nothing where it is late, or gives way to an offer of ours. */
  heard(signal: DescriptionSignal | CandidateSignal): Step | undefined {
    if ('candidate' in signal) {
      const { candidate, connection } = signal;
      const round = roundOfCandidate(candidate.candidate);
      if (connection !== this.#connection || (round !== undefined && round === this.#ignored))
        return undefined;
      return { kind: 'take-candidate', candidate };
    }
    return signal.description.type === 'offer' ? this.#offered(signal) : this.#heardAnswer(signal);
  }

  #renew(): Step | undefined {
    if (this.#phase === 'offered' && this.#isNew) return undefined;
    if (this.#connection !== undefined && !this.#options.mayMake()) return undefined;
    this.#begin(this.#options.newName(), this.#count + 1);
    this.#phase = 'offered';
    return { kind: 'offer', connection: this.#connection ?? '', isNew: true, restart: false };
  }

  #offered(signal: DescriptionSignal): Step | undefined {
    const { connection, count, description, once } = signal;
    const { sdp } = description;
    const isOurs = connection === this.#connection;
    if (isOurs && sdp === this.#answered) return { kind: 'answer-again' };
    const weOffer = this.#phase === 'offered';
    if (isOurs ? !this.#mayNegotiate(sdp) : !this.#mayReplace(count)) return undefined;
    if (!isOurs && !this.#options.mayMake()) return undefined;
    if (!isOurs) this.#begin(connection, count);
    this.#farOnce = once === true;
    this.#phase = 'stable';
    this.#isNew = false;
    this.#isAnswered = true;
    this.#answered = sdp;
    this.#ignored = undefined;
    return { kind: 'answer', connection, sdp, isNew: !isOurs, rollback: isOurs && weOffer };
  }

  /** Whether an offer of the far end's for this connection is answered, or gives way to ours. */
  #mayNegotiate(sdp: string): boolean {
    if (this.once || this.#isNew) return false;
    if (this.#phase !== 'offered' || this.#options.isPolite) return true;
    this.#ignored = roundOfDescription(sdp);
    return false;
  }

  /** Whether a connection of the far end's takes the place of this one: a newer one does, an older one is late. */
  #mayReplace(count: number): boolean {
    if (count !== this.#count) return count > this.#count;
    return this.#phase === 'offered' && this.#isNew && this.#options.isPolite;
  }

  #heardAnswer({ connection, description: { sdp }, once }: DescriptionSignal): Step | undefined {
    if (this.#phase !== 'offered' || connection !== this.#connection) return undefined;
    this.#farOnce = once === true;
    this.#phase = 'stable';
    this.#isNew = false;
    this.#isAnswered = true;
    // An offer that looked for no new paths was ignored without its candidates.
    if (this.#ignored === roundOfDescription(sdp)) this.#ignored = undefined;
    return { kind: 'take-answer', sdp };
  }

  #begin(connection: string, count: number): void {
    this.#connection = connection;
    this.#count = count;
    this.#isNew = true;
    this.#answered = undefined;
    this.#ignored = undefined;
  }
}
