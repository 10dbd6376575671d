// Shows a film to everybody in a room, or keeps what somebody shows there. The room sees neither:
//   node client/examples/share.ts show <invite | host name | address> clip.webm
//   node client/examples/share.ts keep <invite | host name | address> saved.webm
import { Client, createIdentity, type Room, type Share } from '@open-rooms/client';
import { nodeRuntime, openFileSource, openRecorder, recordableFamilies } from '@open-rooms/client/node';

const [what, destination = 'localhost', path = 'clip.webm'] = process.argv.slice(2);

await using client = await Client.open({
  identity: createIdentity(nodeRuntime.crypto),
  runtime: nodeRuntime,
  // What is shown goes over direct connections: the room only introduces people.
  links: () => import('@open-rooms/client/links'),
});
const room = await client.join(destination);
console.log(`In ${room.metadata?.name ?? room.id}`);
if (what === 'show') await show(room);
else await keep(room);

/** Any source can be shown: a file here, a screen or a camera in a browser. */
async function show(room: Room): Promise<void> {
  const own = await client.stage(room).share(await openFileSource(path));
  own.viewers.subscribe((viewers) => console.log(`${viewers.length} watching`));
  const over = Promise.withResolvers<void>();
  own.state.subscribe((state) => state === 'ended' && over.resolve());
  await over.promise;
  // Until the last picture has come to everybody.
  await own.told;
}

async function keep(room: Room): Promise<void> {
  const share = await firstShare(room);
  const recorder = await openRecorder(path, {
    onFile: (begun) => console.log(`it is written to ${begun}`),
    onSaved: (facts) => console.log(`kept in ${facts.path}`),
    onFailed: (error) => console.error(error.message),
  });
  // Whoever watches feeds others, too: the more there are, the more carry it.
  const watching = await share.watch({ decodes: recordableFamilies(path) });
  watching.onPiece((piece) => recorder.take(piece));
  watching.source.subscribe((source) => source && console.log(`it comes from ${source.parent}`));
  await watching.over;
  await recorder.finish();
}

function firstShare(room: Room): Promise<Share> {
  return new Promise((resolve) => {
    const { snapshot } = client.stage(room).watch({ joined: resolve, left: () => undefined });
    if (snapshot[0] !== undefined) resolve(snapshot[0]);
  });
}
