import type { Client, ClientOptions, Link, LinkStream } from '@open-rooms/client';
import { within } from '../../stock/deadline.ts';
import { first, person } from '../client/person.ts';
import { ECHO, echo, becomes as linkBecomes } from './echo.ts';
import { WatchedLinks } from './watched-links.ts';

/** One of ours that opens links, and sends back what comes over them. */
export async function linker(options: Partial<ClientOptions> = {}): Promise<Client> {
  const client = await person({ links: () => import('@open-rooms/client/links'), ...options });
  client.links.onStream(ECHO, (_link, stream) => void echo(stream));
  return client;
}

/** The same, and what its links do beneath. */
export async function watchedLinker(
  options: Partial<ClientOptions> = {},
): Promise<{ client: Client; beneath: WatchedLinks }> {
  const beneath = new WatchedLinks(() => import('@open-rooms/client/links'));
  return { client: await linker({ links: beneath.load, ...options }), beneath };
}

/** Two who open links, the one first whose id comes first: they dial. */
export function inOrder<T extends { readonly client: Client }>(one: T, other: T): [first: T, second: T] {
  return one.client.id < other.client.id ? [one, other] : [other, one];
}

/** The link to somebody, once it is there. */
export function linked(client: Client, id: string): Promise<Link> {
  return first(`a link to ${id}`, client.links, (link) => link.id === id);
}

/** Brings two who are in one room together; answers the link of each. */
export async function linkBoth(one: Client, other: Client): Promise<[Link, Link]> {
  await one.connect(other.id);
  return Promise.all([linked(one, other.id), linked(other, one.id)]);
}

/** Resolves once a link is as it is meant to be. */
export function becomes(what: string, link: Link, isMeant: (link: Link) => boolean): Promise<void> {
  return within(what, linkBecomes(link, isMeant));
}

/** Resolves once new streams of a link go this way. */
export function goes(link: Link, kind: 'direct' | 'relayed' | 'room'): Promise<void> {
  return becomes(`the link to go the way "${kind}"`, link, ({ path }) => path.peek()?.kind === kind);
}

/** Resolves once a link has ended. */
export function ends(link: Link): Promise<void> {
  return becomes(`the link to ${link.id} to end`, link, ({ state }) => state.peek() === 'ended');
}

/** Sends a text over a new stream to somebody who sends it back; answers what came, and the stream. */
export async function said(
  link: Link,
  text: string,
  options: Parameters<Link['open']>[1] = {},
): Promise<{ text: string; stream: LinkStream }> {
  const stream = await within('a stream to open', link.open(ECHO, options));
  await stream.write(Buffer.from(text));
  await stream.end();
  let back = '';
  const reading = async () => {
    for await (const bytes of stream) back += Buffer.from(bytes).toString();
    await stream.closed;
  };
  await within(`"${text}" to come back`, reading());
  return { text: back, stream };
}
