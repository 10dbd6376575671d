import { Viewer } from './sharing.ts';

/** A program of somebody who watches, and feeds others, until it is killed. It says who it is once it sees something. */
const [, , address = '', by = ''] = process.argv;
const viewer = await Viewer.comes({ address }, by);
await viewer.sees();
process.stdout.write(`${viewer.id}\n`);
