import { PUBLIC_KEY_BYTES } from '../identity/feed-id.ts';
import type { Channel, ChannelEvent } from './channel.ts';

const NOBODY = new Uint8Array(PUBLIC_KEY_BYTES);
const NOTHING = new Uint8Array(0);

/** No secrets: for sockets whose other end the operating system vouches for. The remote key is all zeros. */
export class PlainChannel implements Channel {
  readonly isOpen = true;

  start(): ChannelEvent[] {
    return [{ kind: 'open', remote: NOBODY }];
  }

  receive(bytes: Uint8Array): ChannelEvent[] {
    return [{ kind: 'plain', bytes }];
  }

  accept(): ChannelEvent[] {
    return [];
  }

  seal(plain: Uint8Array): Uint8Array {
    return plain;
  }

  goodbye(): Uint8Array {
    return NOTHING;
  }
}
