import assert from 'node:assert/strict';

/** An HTML page as it was served. */
export interface HtmlPage {
  readonly url: string;
  readonly html: string;
}

/** Gets a page as a browser does. */
export async function getPage(url: string): Promise<HtmlPage> {
  return readPage(await fetch(url, { headers: { accept: 'text/html' } }));
}

/** Fills in the form of a page and sends it as a browser does; answers the page that follows. */
export async function submit(page: HtmlPage, fields: Readonly<Record<string, string>>): Promise<HtmlPage> {
  const form = firstTag(page, 'form');
  assert.equal(form['method'], 'post');
  const body = new URLSearchParams({ ...fieldsOf(page), ...fields });
  const action = new URL(form['action'] ?? '', page.url);
  return readPage(await fetch(action, { method: 'POST', body, headers: { accept: 'text/html' } }));
}

/** What the fields of a page hold, by their names (or, where they have none, their ids). */
export function fieldsOf(page: HtmlPage): Record<string, string> {
  const fields = [...page.html.matchAll(/<(?:input|textarea)\b[^>]*>/g)].map(([tag]) => attributesOf(tag));
  return Object.fromEntries(fields.map(({ name, id, value }) => [name ?? id ?? '', value ?? '']));
}

/** Whether a person who reads the page sees this text. */
export function shows(page: HtmlPage, text: string): boolean {
  return unescaped(page.html.replaceAll(/<[^>]*>/g, ' ')).includes(text);
}

async function readPage(response: Response): Promise<HtmlPage> {
  assert.equal(response.status, 200);
  assert.match(response.headers.get('content-type') ?? '', /^text\/html/);
  return { url: response.url, html: await response.text() };
}

function firstTag({ html }: HtmlPage, name: string): Record<string, string> {
  const [tag] = html.match(new RegExp(`<${name}\\b[^>]*>`)) ?? [];
  assert.ok(tag !== undefined, `the page has a ${name}`);
  return attributesOf(tag);
}

function attributesOf(tag: string): Record<string, string> {
  const attributes = [...tag.matchAll(/([a-z-]+)="([^"]*)"/g)];
  return Object.fromEntries(attributes.map(([, name = '', value = '']) => [name, unescaped(value)]));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&amp;': '&',
};

function unescaped(html: string): string {
  return html.replaceAll(/&(?:lt|gt|quot|#39|amp);/g, (entity) => ENTITIES[entity] ?? entity);
}
