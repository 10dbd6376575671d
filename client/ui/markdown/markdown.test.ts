import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Nodes } from 'mdast';
import { parseMarkdown } from './parse-markdown.ts';
import { safeLink } from './safe-link.ts';

/** The kinds of the parts of a text, from the outermost on, each once. */
function kindsOf(text: string): string[] {
  const kinds = new Set<string>();
  const visit = (node: Nodes) => {
    kinds.add(node.type);
    if ('children' in node) node.children.forEach(visit);
  };
  const root = parseMarkdown(text);
  if (root !== undefined) visit(root);
  return [...kinds];
}

describe('the Markdown of messages', () => {
  test('has what people write: lists, code, quotes, tables, struck words, links', () => {
    assert.ok(kindsOf('**a** _b_ ~~c~~ `d`').join().includes('strong,text,emphasis,delete,inlineCode'));
    assert.ok(kindsOf('> a\n\n1. b').includes('blockquote'));
    assert.ok(kindsOf('|a|b|\n|-|-|\n|c|d|').includes('tableCell'));
    assert.ok(kindsOf('see www.example.org').includes('link'));
  });

  test('has no HTML, no references, no code by indenting, no title by dashes', () => {
    for (const text of [
      ...['<b>a</b>', '<script>a</script>', '<!-- a -->', '<img src=x onerror=a>'],
      ...['[a]: /b', 'a[^1]\n\n[^1]: b', '    a', 'a\n---b'],
    ])
      assert.deepEqual(kindsOf(text), ['root', 'paragraph', 'text'], text);
  });

  test('that is too deep to be meant is a plain text, and costs nothing', () => {
    for (const text of ['> '.repeat(8_000), '1. '.repeat(5_000), `ok\n${'- '.repeat(8_000)}`])
      assert.equal(parseMarkdown(text), undefined);
    assert.ok(kindsOf(`${'> '.repeat(8)}a`).includes('blockquote'));
  });
});

test('a link leads to a page, an SSB id or a mailbox, and nowhere else', () => {
  assert.equal(safeLink('https://example.org/a b'), 'https://example.org/a%20b');
  assert.equal(safeLink('ssb:message/sha256/x'), 'ssb:message/sha256/x');
  assert.equal(safeLink('mailto:a@example.org'), 'mailto:a@example.org');
  for (const url of [
    'javascript:alert(1)',
    ' JavaScript:alert(1)',
    'data:text/html,a',
    'file:///a',
    'blob:x',
    '/a',
    '',
  ])
    assert.equal(safeLink(url), undefined, url);
});
