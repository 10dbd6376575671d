import { within } from '../../stock/deadline.ts';
import {
  type Duplex,
  type Keys,
  type MultiserverStream,
  mainNetwork,
  multiserver,
  pullDrain,
  type Source,
  ssbKeys,
} from '../../stock/packages.ts';
import { type Frame, FramePeer, frameCodec } from '../stock/frames.ts';
import { asking, flowing } from '../stock/transcript.ts';

/** The request by which the stranger opens the tunnel. */
const CALL = 7;

/** Opens a tunnel from `attendant` to `target` and sends bytes in it as they are, without a handshake. */
export function openRawTunnel(
  attendant: FramePeer,
  target: string,
): { send(bytes: Buffer): void; next(): Promise<Frame> } {
  attendant.send(asking(CALL, ['tunnel', 'connect'], [{ target }], 'duplex'));
  return { send: (bytes) => attendant.send(flowing(CALL, bytes)), next: () => attendant.next(-CALL) };
}

/** Opens a tunnel, shakes hands in it as any stock peer does, and has nothing above: every frame is the test's own. */
export async function openTunnelFrames(
  attendant: FramePeer,
  target: string,
  keys: Keys = ssbKeys().generate(),
): Promise<FramePeer> {
  const { compose, shs } = multiserver();
  const bytes = (key: string) => Buffer.from(key.replace('.ed25519', ''), 'base64');
  const pair = { publicKey: bytes(keys.public), secretKey: bytes(keys.private) };
  const tunnel = tunnelDuplex(attendant, target);
  const transport = {
    name: 'through',
    scope: () => 'device',
    parse: () => ({}),
    client: (_address: unknown, done: (error: null, stream: Duplex) => void) => done(null, tunnel),
  };
  const connecting = Promise.withResolvers<MultiserverStream>();
  const dialler = compose([[transport, shs({ keys: pair, appKey: mainNetwork() })]]);
  dialler.client(`through:x~shs:${target.slice(1, -'.ed25519'.length)}`, (error, stream) => {
    if (stream) connecting.resolve(stream);
    else connecting.reject(error);
  });
  const stream = await within(`a handshake with ${target}`, connecting.promise);
  const peer = new FramePeer(keys.id);
  const { source, sink } = frameCodec()(peer.duplex);
  stream.sink(source);
  sink(stream.source);
  return peer;
}

function tunnelDuplex(attendant: FramePeer, target: string): Duplex {
  const { send, next } = openRawTunnel(attendant, target);
  return {
    source: (abort, answer) => {
      if (abort) return answer(abort, undefined);
      next().then(
        ({ end, value }) => answer(end ? true : null, value),
        (error: unknown) => answer(error, undefined),
      );
    },
    sink: (source: Source) => pullDrain()<Buffer>(send, () => {})(source as Source<Buffer>),
  };
}
