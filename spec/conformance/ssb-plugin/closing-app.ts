import { createIdentity } from '@open-rooms/client';
import { createSsbApp } from '@open-rooms/client/ssb';
import { sodium } from '@open-rooms/protocol/node';

/**
 * `node closing-app.ts PATH [WHERE]`: an app that is closed at once, or when the room that it joined is gone and it
 * waits to dial again. Nothing ends the process but that nothing is left to do.
 */
const [, , path = '', where] = process.argv;
const app = createSsbApp({ identity: createIdentity(sodium), path });
if (where === undefined) app.close(true);
else {
  const { room } = await app.openRooms.connect(where);
  app.peers[room]?.[0]?.once('closed', () => setImmediate(() => app.close(true)));
  process.stdout.write('joined\n');
}
