import { createRequire } from 'node:module';
import { openRooms } from '@open-rooms/client/ssb';

const require = createRequire(import.meta.url); // the SSB packages are CommonJS
const pull = require('pull-stream');
const [, , where, path] = process.argv;
const keys = require('ssb-keys').generate();
const app = require('secret-stack')({ appKey: require('ssb-caps').shs });
const ssb = app.use(require('ssb-conn')).use(openRooms)({ path, keys });
const { room } = await ssb.openRooms.connect(where); // an invite, host name, address or @alias@room
const greet = async ([friend]: { id: string }[]) => {
  if (friend === undefined) return; // the list comes again at every change
  await ssb.openRooms.dial(friend.id); // through the room, end to end
  const { value } = await ssb.openRooms.echo(friend.id, 'hello');
  process.stdout.write(`${friend.id} in ${room} says ${value}\n`);
  ssb.close();
};
pull.drain(greet)(ssb.openRooms.attendants());
