// A peer that answers everybody who writes to it. Run it, then send it something with send.ts beside it:
//   node client/examples/greeter.ts <invite | host name | address> [alias]
import { Client, createIdentity, type IncomingPipe } from '@open-rooms/client';
import { nodeRuntime } from '@open-rooms/client/node';

const [destination = 'localhost', alias] = process.argv.slice(2);

async function greet(pipe: IncomingPipe): Promise<void> {
  const stream = pipe.accept();
  let bytes = 0;
  for await (const part of stream) bytes += part.length;
  await stream.write(Buffer.from(`Thank you for ${bytes} bytes, ${pipe.from}\n`));
  await stream.end();
}

await using client = await Client.open({
  identity: createIdentity(nodeRuntime.crypto),
  runtime: nodeRuntime,
  // A greeter has no friends and no secrets: it takes what anybody sends.
  strangers: 'accept',
  onPipe: (pipe) => greet(pipe).catch((error: unknown) => console.error(String(error))),
});

const room = await client.join(destination);
console.log(`In ${room.metadata?.name ?? room.id} as ${client.id}`);
if (alias !== undefined) console.log(`Known there as ${await client.registerAlias(room, alias)}`);

const { snapshot } = room.attendants.watch({
  joined: (id) => console.log(`+ ${id}`),
  left: (id) => console.log(`- ${id}`),
});
for (const id of snapshot) console.log(`+ ${id}`);

// The room is kept, over restarts and moves of its server, until somebody stops us.
await new Promise<void>((resolve) => process.once('SIGINT', resolve).once('SIGTERM', resolve));
