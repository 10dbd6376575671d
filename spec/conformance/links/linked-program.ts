import { linker } from './linking.ts';

/** A program of somebody who joins a room and sends back what comes over links, until it is killed. */
const [, , address = ''] = process.argv;
const client = await linker();
await client.join(address);
process.stdout.write(`${client.id}\n`);
