import {
  Connection,
  generateKeyPair,
  HEAD_BYTES,
  SERVER_LIMITS,
  SecretChannel,
  serverIdentity,
  type Wire,
  type WireEvents,
} from '@open-rooms/protocol';
import { sodium, systemClock } from '@open-rooms/protocol/node';
import { NETWORK_KEY } from '@open-rooms/protocol/testing';
import type { Answer } from './small-room.ts';

/** Answers the handshake inside a tunnel with a key of the room's own. */
export const impostor: Answer = (_guest, stream) => {
  let events: WireEvents | undefined;
  const wire: Wire = {
    write: (bytes) => stream.sendBytes(bytes),
    backlog: 0,
    pause: () => undefined,
    resume: () => undefined,
    end: () => stream.end(),
    destroy: () => stream.end(),
  };
  stream.receiver = {
    onFrame: (frame) => events?.onBytes(frame.slice(HEAD_BYTES)),
    onEnd: () => events?.onClosed(),
  };
  events = new Connection(wire, {
    channel: SecretChannel.server(sodium, NETWORK_KEY, serverIdentity(sodium, generateKeyPair(sodium))),
    limits: SERVER_LIMITS,
    clock: systemClock,
    allocate: (length) => new Uint8Array(length),
    events: { onOpen: () => undefined, onRequest: () => undefined, onClosed: () => undefined },
  });
};
