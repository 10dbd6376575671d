import { type AddressInfo, createServer, type Socket } from 'node:net';
import { HEADER_BYTES } from '../../../protocol/boxstream/layout.ts';
import { RelayOpener, RelaySealer } from './relay-boxes.ts';

/** Told to the parent when the port is open. */
export interface RelayReady {
  readonly port: number;
  readonly pid: number;
}

/**
 * The floor under every room: opens each box and seals it again towards the other side, with sockets and
 * back-pressure, and without requests, frames or peers. Connections that follow each other are a pair.
 */
function relay(from: Socket, to: Socket): void {
  const opener = new RelayOpener();
  const sealer = new RelaySealer();
  from.on('data', (chunk) => {
    // Every packet leaves as long as it came; one that a cut goes through may come out whole.
    const packets = Buffer.allocUnsafe(chunk.length + LONGEST_CUT);
    let at = 0;
    opener.open(chunk, (body) => {
      at = sealer.seal(body, packets, at);
    });
    if (at > 0 && !to.write(packets.subarray(0, at))) {
      from.pause();
      to.once('drain', () => from.resume());
    }
  });
  from.on('close', () => to.destroy());
  from.on('error', () => to.destroy());
}

const LONGEST_CUT = HEADER_BYTES + 4096;

let waiting: Socket | undefined;
const server = createServer({ noDelay: true }, (socket) => {
  if (waiting === undefined) {
    waiting = socket;
    return;
  }
  relay(waiting, socket);
  relay(socket, waiting);
  waiting = undefined;
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.send?.({ port, pid: process.pid } satisfies RelayReady);
});
process.on('disconnect', () => process.exit());
