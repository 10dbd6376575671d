/** A text of the room's own, in one language. */
export interface Notice {
  /** Numbers them for those who ask by number. It stays the same while the text changes. */
  readonly id: number;
  /** Which of the notices it is: `code-of-conduct`. */
  readonly name: string;
  /** A BCP 47 tag, in its canonical form: `en`, `pt-BR`. */
  readonly language: string;
  /** May be empty. */
  readonly title: string;
  /** Markdown. */
  readonly content: string;
  /** Milliseconds since 1970. */
  readonly updatedAt: number;
}

export interface NoticeStore {
  /** In the order of their numbers. */
  notices(): Promise<Notice[]>;
  /** Writes a notice, over what was there in that language, in one transaction. Answers it with its number. */
  set(notice: Omit<Notice, 'id'>): Promise<Notice>;
  /** Answers false where there is none in that language. */
  remove(name: string, language: string): Promise<boolean>;
}
