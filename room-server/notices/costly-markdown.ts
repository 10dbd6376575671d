import { Refused } from '@open-rooms/protocol';

/**
 * Marks of Markdown in one notice, and in one paragraph of it: a code of conduct with a hundred rules, links and all, has
 * fewer. Where every character is a mark, a parser of CommonMark is busy for half a minute with what fits in a notice.
 */
const MAX_NOTICE_MARKS = 1000;
const MAX_PARAGRAPH_MARKS = 200;

/** Whatever opens or closes something, inside a line or at the beginning of one. */
const MARK = /[*_~`[\]<>!]|(?:[-+]|\d{1,9}[.)])[ \t]/g;
/**
 * Cells of all tables of one notice. Every row of a table is filled up to the columns of its head, so that 4 KB of one may be
 * 5 MB of HTML; a table that somebody reads has a hundred cells.
 */
const MAX_TABLE_CELLS = 2000;

const BETWEEN_PARAGRAPHS = /\n[ \t>]*\n/;
const LINE_END = /\r\n|\n|\r/;
const BLANK_LINE = /^[ \t>]*$/;
/** The line below the head of a table, which says how many columns there are; in quotes, too. */
const DELIMITER_ROW = /^[ \t>|:-]+$/;

/**
 * Refuses what takes long to render.
 * @throws Refused `bad-argument`
 */
export function refuseCostly(name: string, markdown: string): void {
  if (marksIn(markdown) > MAX_NOTICE_MARKS) throw costly(name, MAX_NOTICE_MARKS, 'it');
  if (tableCellsIn(markdown) > MAX_TABLE_CELLS) throw tooManyCells(name);
  for (const paragraph of markdown.split(BETWEEN_PARAGRAPHS)) {
    if (marksIn(paragraph) > MAX_PARAGRAPH_MARKS)
      throw costly(name, MAX_PARAGRAPH_MARKS, 'a paragraph of it');
  }
}

function marksIn(text: string): number {
  return text.match(MARK)?.length ?? 0;
}

/** What its tables come to at most: columns by lines, where every line down to the next blank one may be a row. */
function tableCellsIn(text: string): number {
  let cells = 0;
  let below = 0;
  for (const line of text.split(LINE_END).reverse()) {
    if (BLANK_LINE.test(line)) below = 0;
    else {
      if (line.includes('|') && line.includes('-') && DELIMITER_ROW.test(line))
        cells += line.split('|').length * (below + 1);
      below++;
    }
  }
  return cells;
}

function tooManyCells(name: string): Refused {
  return new Refused(
    'bad-argument',
    `Cannot write the notice "${name}": its tables have more than ${MAX_TABLE_CELLS} cells, rows times columns. Use smaller ones.`,
  );
}

function costly(name: string, most: number, what: string): Refused {
  return new Refused(
    'bad-argument',
    `Cannot write the notice "${name}": ${what} has more than ${most} marks of Markdown (* _ [ ] and such). Use fewer.`,
  );
}
