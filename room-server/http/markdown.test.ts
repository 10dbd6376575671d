import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { renderMarkdown } from './markdown.ts';

const LINK = '<a rel="nofollow noopener" href="';

describe('Markdown', () => {
  for (const [what, markdown, html] of [
    ['headings stand below the page’s own', '# A\n\n###### B', '<h2>A</h2>\n<h6>B</h6>'],
    ['links give nobody away', '[a](https://b.example)', `<p>${LINK}https://b.example">a</a></p>`],
    ['addresses are links', 'https://b.example', `<p>${LINK}https://b.example">https://b.example</a></p>`],
    [
      'pictures are links',
      '![a *b*](https://c.example/d.png "e")',
      `<p>${LINK}https://c.example/d.png">a b</a></p>`,
    ],
    [
      'pictures without words are links',
      '![](https://c.example)',
      `<p>${LINK}https://c.example">https://c.example</a></p>`,
    ],
    ['pictures in links are words', '[![a](b)](https://c.example)', `<p>${LINK}https://c.example">a</a></p>`],
    ['HTML is text', '<b onclick="x">a</b>', '<p>&lt;b onclick=&quot;x&quot;&gt;a&lt;/b&gt;</p>'],
    [
      'tables are tables',
      '|a|\n|-|\n|b|',
      '<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>b</td>\n</tr>\n</tbody>\n</table>',
    ],
    ['boxes to tick are text', '- [ ] a', '<ul>\n<li>[ ] a</li>\n</ul>'],
    ['script is no link', '[a](javascript:alert(1))', `<p>${LINK}">a</a></p>`],
    ['nor is data', '![a](data:image/svg+xml,x)', `<p>${LINK}">a</a></p>`],
    ['code is as it was written', '`<a href="x">`', '<p><code>&lt;a href=&quot;x&quot;&gt;</code></p>'],
  ] as const) {
    test(what, () => assert.equal(renderMarkdown(markdown).trimEnd(), html));
  }

  test('never makes anything that runs or loads', () => {
    const bits = [
      '<script>',
      '<img src=x onerror=y>',
      '[a](',
      '![',
      '](',
      ')',
      '"',
      'javascript:x',
      'data:x',
      '`',
      '\n',
      '> ',
      '- ',
      '<',
      '>',
      '&',
      'http://a.b',
      '|',
      '#',
    ];
    const text = fc.array(fc.oneof(fc.constantFrom(...bits), fc.string({ maxLength: 4 })), { maxLength: 40 });
    fc.assert(
      fc.property(text, (parts) => {
        const html = renderMarkdown(parts.join(''));
        for (const [tag] of html.matchAll(/<[^>]*>?/g)) assert.match(tag, TAG);
        for (const [, href = ''] of html.matchAll(/ href="([^"]*)"/g)) assert.match(href, HREF);
      }),
      { numRuns: 300 },
    );
  });
});

const NAMES = 'a|p|h[2-6]|ul|ol|li|blockquote|pre|code|em|strong|del|hr|br|table|thead|tbody|tr|th|td';
const TAG = new RegExp(`^</?(${NAMES})( (rel|href|title|class|start|align)="[^"]*")*( /)?>$`);
/** What is below the page, or of a scheme that only leads somewhere. */
const HREF = /^(?![a-z]+:)|^(https?|ircs?|mailto|xmpp):/i;
