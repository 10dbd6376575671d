// Sends what stands on standard input to somebody, through a room that cannot read it, and prints their answer:
//   echo hello | node client/examples/send.ts @bob@room.example
import { Client, createIdentity, JoinError } from '@open-rooms/client';
import { nodeRuntime } from '@open-rooms/client/node';

const [alias = ''] = process.argv.slice(2);

await using client = await Client.open({
  identity: createIdentity(nodeRuntime.crypto),
  runtime: nodeRuntime,
});

try {
  // Whose alias it is, in which room: joins it on the way.
  const { id } = await client.resolve(alias);
  // A tunnel through the room, with a handshake of its own inside: only that key can be at its end.
  const friend = await client.connect(id);
  console.error(`Connected to ${friend.id}, ${Math.round(await friend.roundTrip())} ms away`);
  const pipe = friend.pipe({ name: 'standard input' });
  const answer = (async () => {
    for await (const part of pipe) process.stdout.write(part);
  })();
  for await (const part of process.stdin) await pipe.write(part);
  await pipe.end();
  await answer;
} catch (error) {
  if (!(error instanceof JoinError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
