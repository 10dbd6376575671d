// A page that talks with everybody in a room over direct connections; ../link.ts is the same in Node.
import { Client, createIdentity, type Link, type LinkStream } from '@open-rooms/client';
import { openBrowserRuntime } from '@open-rooms/client/web';

const SAY = '/open-rooms-example/say/1.0.0';

const runtime = await openBrowserRuntime();
// A page that is somebody again tomorrow keeps its key: `openWebStorage` of @open-rooms/client/web.
const identity = createIdentity(runtime.crypto);
const client = await Client.open({ identity, runtime, links: () => import('@open-rooms/client/links') });
const rows = new Map<Link, HTMLElement>();
client.links.onStream(SAY, (link, stream) => hear(link, stream).catch(tell));
client.links.watch({
  joined(link) {
    const row = add('ul', link.id);
    rows.set(link, row);
    link.path.subscribe((path) => {
      const way = path?.kind === 'room' ? 'through the room' : path?.kind;
      row.textContent = `${link.id}: ${way ?? 'away'}, ${Math.ceil(path?.roundTripMs ?? 0)} ms`;
    });
  },
  left: (link) => rows.get(link)?.remove(),
});

async function hear(link: Link, stream: LinkStream): Promise<void> {
  const decoder = new TextDecoder();
  const item = add('ol', `${link.id}: `);
  for await (const bytes of stream) item.append(decoder.decode(bytes, { stream: true }));
  await stream.end();
}

async function say(link: Link, text: string): Promise<void> {
  const stream = await link.open(SAY, { throughRoom: 'never' });
  await stream.write(new TextEncoder().encode(text));
  await stream.end();
}

async function join(where: string): Promise<void> {
  const room = await client.join(where);
  await room.listed;
  tell(`In ${room.metadata?.name} as ${client.id}`);
  for (const id of room.attendants.snapshot()) client.connect(id).catch(tell);
}

function add(list: 'ul' | 'ol', text: string): HTMLElement {
  const item = Object.assign(document.createElement('li'), { textContent: text });
  document.querySelector(list)?.append(item);
  return item;
}

const tell = (what: unknown) => document.querySelector('p')?.replaceChildren(String(what));

for (const form of document.forms)
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const [field] = form.getElementsByTagName('input');
    if (form.id === 'join') join(field?.value ?? '').catch(tell);
    else for (const link of client.links.snapshot()) say(link, field?.value ?? '').catch(tell);
  });
