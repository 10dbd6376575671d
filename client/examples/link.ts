// Talks with everybody in a room over direct connections: the room introduces them, and carries none of it.
//   node client/examples/link.ts <invite | host name | address>
// Run it twice, or beside the page in link-page/, which speaks the same protocol. What you type is said to all.
import { Client, createIdentity, type Link, type LinkStream } from '@open-rooms/client';
import { nodeRuntime } from '@open-rooms/client/node';

/** A protocol of your own: its name, and what goes over its streams. Here: one text, then the end. */
const SAY = '/open-rooms-example/say/1.0.0';

const [destination = 'localhost'] = process.argv.slice(2);

await using client = await Client.open({
  identity: createIdentity(nodeRuntime.crypto),
  runtime: nodeRuntime,
  // What makes direct connections is large: it is loaded when the first peer is there.
  links: () => import('@open-rooms/client/links'),
});

client.links.onStream(SAY, (link, stream) => hear(link, stream).catch(complain));
client.links.watch({ joined: follow, left: (link) => console.log(`- ${link.id}`) });

/** There is one link to each person, for as long as anything leads to them; the path that it takes may change. */
function follow(link: Link): void {
  link.path.subscribe((path) => {
    if (path !== undefined) console.log(`${link.id} is reached: ${path.kind}`);
  });
}

async function hear(link: Link, stream: LinkStream): Promise<void> {
  let said = '';
  for await (const bytes of stream) said += Buffer.from(bytes).toString();
  console.log(`${link.id} says ${said}`);
  await stream.end();
}

async function say(link: Link, text: string): Promise<void> {
  // `throughRoom: 'never'` waits for the direct connection; without it the room carries what cannot wait.
  const stream = await link.open(SAY, { throughRoom: 'never' });
  await stream.write(Buffer.from(text));
  await stream.end();
  // Both have ended: they have read it.
  await stream.closed;
}

function complain(error: unknown): void {
  console.error(String(error));
}

const room = await client.join(destination);
await room.listed;
console.log(`In ${room.metadata?.name ?? room.id} as ${client.id}`);
// Whoever is there is connected to, which is all that a link needs; whoever comes later connects to us.
for (const id of room.attendants.snapshot()) client.connect(id).catch(complain);

for await (const typed of process.stdin)
  for (const link of client.links.snapshot()) say(link, String(typed).trim()).catch(complain);
