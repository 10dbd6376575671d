import { mainNetwork, multiserver, roomParts } from './packages.ts';
import { wsTransport } from './ws-transport.ts';

/** ssb-room 1.3.0 as its own index.js assembles it, with one transport more. */
const { secretStack, plugins, config } = roomParts();
config.connections.incoming.ws = [{ scope: 'public', transform: 'shs', port: 8989, host: '0.0.0.0' }];
let builder = secretStack({ appKey: mainNetwork() });
for (const plugin of [...plugins, wsTransport(multiserver().ws)]) builder = builder.use(plugin);
builder(config);
