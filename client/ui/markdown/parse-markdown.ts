import type { Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

/**
 * What is not read: HTML (it stays the text that it is), and what surprises in a conversation: references to what
 * stands elsewhere, code by indenting, a line of dashes that makes a title of the line above.
 */
const OFF = [
  ...['htmlFlow', 'htmlText', 'definition', 'codeIndented', 'setextUnderline'],
  ...['gfmFootnoteDefinition', 'gfmFootnoteCall', 'gfmPotentialFootnoteCall'],
];

/**
 * A line that opens more than sixteen quotes and lists in one another. The parser calls itself for each: 16 KiB of
 * `1. ` take it seconds and all of its stack.
 */
const DEEP = /^(?:[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])[ \t])){17}/m;

const EXTENSIONS = [gfm(), { disable: { null: OFF } }];
const TREE_EXTENSIONS = [gfmFromMarkdown()];

/** Reads the Markdown of a message (CommonMark and GFM, without HTML); `undefined` where it is too deep to be meant. */
export function parseMarkdown(text: string): Root | undefined {
  if (DEEP.test(text)) return undefined;
  return fromMarkdown(text, { extensions: EXTENSIONS, mdastExtensions: TREE_EXTENSIONS });
}
