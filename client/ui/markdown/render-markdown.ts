import { html, nothing, type TemplateResult } from 'lit';
import type { List, ListItem, Nodes, Parents, Table, TableRow } from 'mdast';
import { parseMarkdown } from './parse-markdown.ts';
import { safeLink } from './safe-link.ts';

/** What is shown of a part: text is text, whatever stands in it. */
type Shown = TemplateResult | string | typeof nothing | readonly Shown[];

/** Levels of quotes and lists that are shown as such: deeper ones would be one letter wide on a phone. */
const DEEPEST = 8;

/**
 * A message as elements of ours, made from its tree: no text of it is ever read as HTML. Titles are bold lines, since
 * the page has headings of its own; pictures are links, since loading one would tell another site who reads.
 */
export function renderMarkdown(text: string): Shown {
  const root = parseMarkdown(text);
  return root === undefined ? html`<p>${text}</p>` : inside(root, 0);
}

function inside(parent: Parents, depth: number): Shown {
  return parent.children.map((child) => shown(child, depth));
}

function shown(node: Nodes, depth: number): Shown {
  if ('children' in node) return shownParent(node, depth);
  switch (node.type) {
    case 'text':
    case 'html':
      return node.value;
    case 'inlineCode':
      return html`<code>${node.value}</code>`;
    case 'code':
      return html`<pre><code>${node.value}</code></pre>`;
    case 'break':
      return html`<br />`;
    case 'thematicBreak':
      return html`<hr />`;
    case 'image':
      return link(node.url, node.alt || node.url);
    default:
      return nothing;
  }
}

function shownParent(node: Parents, depth: number): Shown {
  if (depth > 2 * DEEPEST && (node.type === 'list' || node.type === 'blockquote')) return textOf(node);
  const content = () => inside(node, depth + 1);
  switch (node.type) {
    case 'paragraph':
      return html`<p>${content()}</p>`;
    case 'heading':
      return html`<p class="title">${content()}</p>`;
    case 'strong':
      return html`<strong>${content()}</strong>`;
    case 'emphasis':
      return html`<em>${content()}</em>`;
    case 'delete':
      return html`<del>${content()}</del>`;
    case 'blockquote':
      return html`<blockquote>${content()}</blockquote>`;
    case 'link':
      return link(node.url, content());
    case 'list':
      return list(node, depth);
    case 'table':
      return table(node, depth);
    default:
      return content();
  }
}

/** Opens beside the page; the other site learns neither where the reader was nor anything of this page. */
function link(url: string, words: Shown): Shown {
  const href = safeLink(url);
  if (href === undefined) return words;
  return html`<a href=${href} target="_blank" rel="noopener noreferrer nofollow" title=${href}>${words}</a>`;
}

function list(node: List, depth: number): TemplateResult {
  const items = node.children.map((child) => item(child, depth + 1));
  return node.ordered === true ? html`<ol start=${node.start ?? 1}>${items}</ol>` : html`<ul>${items}</ul>`;
}

/** An item of a list of what is to be done has a box, which only says whether it is. */
function item(node: ListItem, depth: number): TemplateResult {
  if (typeof node.checked !== 'boolean') return html`<li>${inside(node, depth + 1)}</li>`;
  return html`<li class="task"><span role="img" aria-label=${node.checked ? '✓' : '–'}>${node.checked ? '☑' : '☐'}</span>
    <div>${inside(node, depth + 1)}</div></li>`;
}

/** Wide tables scroll by themselves, with the keyboard, too. */
function table(node: Table, depth: number): TemplateResult {
  const [head, ...rows] = node.children;
  const row = (each: TableRow, isHead: boolean) =>
    html`<tr>${each.children.map((cell) => {
      const content = inside(cell, depth + 1);
      return isHead ? html`<th scope="col">${content}</th>` : html`<td>${content}</td>`;
    })}</tr>`;
  return html`<div class="table" tabindex="0"><table>
    <thead>${head === undefined ? nothing : row(head, true)}</thead>
    <tbody>${rows.map((each) => row(each, false))}</tbody>
  </table></div>`;
}

function textOf(node: Nodes): string {
  if ('children' in node) return node.children.map(textOf).join('\n');
  return 'value' in node ? node.value : '';
}
