import { openSync, writeSync } from 'node:fs';
import { sodium } from '@open-rooms/protocol/node';

/**
 * Loaded into a room server before it starts: whatever it opens or seals is appended to the file that `KEPT_BOXES`
 * names, in clear. That is all that the program between two people can ever read of them.
 */
const { open, seal } = sodium;
const file = openSync(process.env['KEPT_BOXES'] ?? '', 'a');

Object.assign(sodium, {
  open(...[plain, cipher, tag, nonce, key]: Parameters<typeof open>): boolean {
    const isOpened = open(plain, cipher, tag, nonce, key);
    if (isOpened) writeSync(file, plain);
    return isOpened;
  },
  seal(...[cipher, tag, plain, nonce, key]: Parameters<typeof seal>): void {
    writeSync(file, plain);
    seal(cipher, tag, plain, nonce, key);
  },
});
