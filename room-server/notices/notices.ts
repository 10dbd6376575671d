import { NOTICE_NAMES, Refused } from '@open-rooms/protocol';
import type { TakeDown } from '../audit/happening.ts';
import type { Actor } from '../rooms/actor.ts';
import type { Notice, NoticeStore } from '../store/ports/notices.ts';
import { bestOf, canonicalLanguage } from './best-language.ts';
import { refuseCostly } from './costly-markdown.ts';

/** Languages that one notice may have: as many as somebody keeps up to date. All of them are in memory: 3 MB. */
export const MAX_NOTICE_LANGUAGES = 32;

export type NoticeName = (typeof NOTICE_NAMES)[number];

/** A notice as somebody writes it. */
export interface NoticeText {
  readonly name: NoticeName;
  readonly language: string;
  readonly title: string;
  /** Markdown. */
  readonly content: string;
}

export interface NoticeParts {
  readonly store: NoticeStore;
  readonly takeDown: TakeDown;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What a room says of itself, in every language that somebody wrote (spec/notices.md): in memory, written through. */
export class Notices {
  readonly #parts: NoticeParts;
  #kept: readonly Notice[];

  private constructor(parts: NoticeParts, kept: readonly Notice[]) {
    this.#parts = parts;
    this.#kept = kept;
  }

  static async open(parts: NoticeParts): Promise<Notices> {
    return new Notices(parts, await parts.store.notices());
  }

  /** Every notice in every language. */
  list(): readonly Notice[] {
    return this.#kept;
  }

  /** Which notices there are, in whatever language. */
  names(): NoticeName[] {
    return NOTICE_NAMES.filter((name) => this.#kept.some((notice) => notice.name === name));
  }

  /**
   * A notice in the best language for somebody; `undefined` where it is written in none.
   * @param asked the languages that they would read, the best first
   * @param ofRoom the language of the room, where there is none of those
   */
  shown(name: NoticeName, asked: readonly string[], ofRoom: string): Notice | undefined {
    const written = this.#kept.filter((notice) => notice.name === name);
    const language = bestOf(
      written.map((notice) => notice.language),
      [...asked, ofRoom, 'en'],
    );
    return written.find((notice) => notice.language === language);
  }

  /**
   * Writes a notice in one language.
   * @throws Refused `bad-argument`; `too-many` languages
   */
  async set(actor: Actor, { name, title, content, ...text }: NoticeText): Promise<Notice> {
    const language = canonicalLanguage(text.language);
    if (content.trim() === '') throw noText(name);
    refuseCostly(name, content);
    const others = this.#kept.filter((notice) => notice.name === name && notice.language !== language);
    if (others.length >= MAX_NOTICE_LANGUAGES) throw tooMany(name);
    const { store, takeDown, now } = this.#parts;
    const written = await store.set({ name, language, title, content, updatedAt: now() });
    this.#kept = [...this.#kept.filter(({ id }) => id !== written.id), written].sort((a, b) => a.id - b.id);
    takeDown({ event: 'notice_modify', by: actor, subject: name, message: `Written in "${language}".` });
    return written;
  }

  /**
   * Removes a notice in one language; the last one, too.
   * @throws Refused `not-found`, `bad-argument`
   */
  async remove(actor: Actor, name: NoticeName, text: string): Promise<void> {
    const language = canonicalLanguage(text);
    if (!(await this.#parts.store.remove(name, language))) throw notThere(name, language);
    this.#kept = this.#kept.filter((notice) => notice.name !== name || notice.language !== language);
    this.#parts.takeDown({
      event: 'notice_modify',
      by: actor,
      subject: name,
      message: `Removed in "${language}".`,
    });
  }
}

function noText(name: NoticeName): Refused {
  return new Refused('bad-argument', `Cannot write the notice "${name}": it has no text. Remove it instead.`);
}

function tooMany(name: NoticeName): Refused {
  return new Refused(
    'too-many',
    `Cannot write the notice "${name}": it is there in ${MAX_NOTICE_LANGUAGES} other languages, which is the most. Remove one first.`,
  );
}

function notThere(name: NoticeName, language: string): Refused {
  return new Refused('not-found', `The notice "${name}" is not written in "${language}".`);
}
