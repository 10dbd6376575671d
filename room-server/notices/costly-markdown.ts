import { Refused } from '@open-rooms/protocol';

/**
 * Marks of Markdown in one notice, and in one paragraph of it: a code of conduct with a hundred rules, links and all, has
 * fewer. Where every character is a mark, a parser of CommonMark is busy for half a minute with what fits in a notice.
 */
const MAX_NOTICE_MARKS = 1000;
const MAX_PARAGRAPH_MARKS = 200;

/** Whatever opens or closes something, inside a line or at the beginning of one. */
const MARK = /[*_~`[\]<>!]|(?:[-+]|\d{1,9}[.)])[ \t]/g;
const BETWEEN_PARAGRAPHS = /\n[ \t>]*\n/;

/**
 * Refuses what takes long to render.
 * @throws Refused `bad-argument`
 */
export function refuseCostly(name: string, markdown: string): void {
  if (marksIn(markdown) > MAX_NOTICE_MARKS) throw costly(name, MAX_NOTICE_MARKS, 'it');
  for (const paragraph of markdown.split(BETWEEN_PARAGRAPHS)) {
    if (marksIn(paragraph) > MAX_PARAGRAPH_MARKS)
      throw costly(name, MAX_PARAGRAPH_MARKS, 'a paragraph of it');
  }
}

function marksIn(text: string): number {
  return text.match(MARK)?.length ?? 0;
}

function costly(name: string, most: number, what: string): Refused {
  return new Refused(
    'bad-argument',
    `Cannot write the notice "${name}": ${what} has more than ${most} marks of Markdown (* _ [ ] and such). Use fewer.`,
  );
}
