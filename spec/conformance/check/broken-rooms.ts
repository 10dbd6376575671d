import type { CheckFault, Runtime } from '@open-rooms/client';
import { type FeedId, feedIdOf, generateKeyPair } from '@open-rooms/protocol';
import { sodium } from '@open-rooms/protocol/node';
import { impostor } from './impostor.ts';
import { dialsFailWith, dialsNeverEnd } from './quick-runtime.ts';
import { type Answer, SmallRoom, type SmallRoomOptions, tunnel } from './small-room.ts';
import { type Listening, nobody, program, web } from './strangers.ts';

/** One way in which a room may be broken. */
export interface BrokenRoom {
  readonly what: string;
  /** Starts it; answers what leads there. */
  readonly start: (scope: AsyncDisposableStack) => Promise<string>;
  readonly fault: CheckFault;
  /** What the verdict says. */
  readonly says: RegExp;
  /** On what the check runs, where that is not the machine's own network. */
  readonly runtime?: Runtime;
}

const SOMEBODY = feedIdOf(generateKeyPair(sodium).publicKey);
const OTHER_NETWORK = new Uint8Array(32).fill(7);
const never: Answer = () => undefined;
const refused: Answer = (_guest, stream) => stream.fail('external user are not allowed to enumerate members');

/** A host whose `/whois` answers so. */
function whois(answer: Parameters<typeof web>[0]): BrokenRoom['start'] {
  return async (scope) => scope.use(await web(answer)).place;
}

/** An address where something listens that is no room. */
function stranger(listen: () => Promise<Listening>): BrokenRoom['start'] {
  return async (scope) => scope.use(await listen()).address;
}

/** A small room that is broken so. */
function room(options: SmallRoomOptions): BrokenRoom['start'] {
  return async (scope) => scope.use(await SmallRoom.start(options)).address;
}

/** A small room of which some answers are broken. */
function answering(broken: NonNullable<SmallRoomOptions['broken']>): BrokenRoom['start'] {
  return room({ broken });
}

export const BROKEN_ROOMS: readonly BrokenRoom[] = [
  // The host.
  {
    what: 'a host without /whois',
    start: whois((_request, response) => response.writeHead(404).end()),
    fault: 'no-whois',
    says: /answers with status 404\. Use the address or an invite/,
  },
  {
    what: 'a web page in the place of /whois',
    start: whois((_request, response) => response.end('<!doctype html><title>Welcome to nginx!</title>')),
    fault: 'bad-whois',
    says: /answers something that is no address of a room.* pass \/whois on to the room/,
  },
  {
    what: 'a /whois that never answers',
    start: whois(() => undefined),
    fault: 'no-answer',
    says: /\/whois does not answer: nothing came in time\. Open the port in the firewall/,
  },
  {
    what: 'a host where nobody listens',
    start: async () => (await nobody()).place,
    fault: 'nobody-listens',
    says: /\/whois does not answer: nobody listens there\. Start the room/,
  },
  {
    what: 'a /whois that names another key',
    start: async (scope) => {
      const there = scope.use(await SmallRoom.start());
      return scope.use(await web((_, response) => response.end(there.addressWith(SOMEBODY)))).place;
    },
    fault: 'whois-other-key',
    says: /does not prove that it has the key that \/whois names.*The owner looks whether the port/,
  },
  {
    what: 'a /whois that lists an address of old',
    start: async (scope) => {
      const there = scope.use(await SmallRoom.start());
      const old = (await nobody()).place;
      const list = `${there.address};ws://${old}~shs:${there.id.slice(1).replace('.ed25519', '')}`;
      return scope.use(await web((_, response) => response.end(list))).place;
    },
    fault: 'unreachable',
    says: /The room works, but not at all of its addresses\. Cannot reach 127\.0\.0\.1:\d+: Cannot open a WebSocket/,
  },
  // The port.
  {
    what: 'a host name that does not exist',
    start: async () => 'net:room.invalid:8008~shs:'.concat(SOMEBODY.slice(1).replace('.ed25519', '')),
    runtime: dialsFailWith('ENOTFOUND'),
    fault: 'no-such-host',
    says: /No host is called room\.invalid.*Correct the name/,
  },
  {
    what: 'a port where nobody listens',
    start: stranger(nobody),
    fault: 'nobody-listens',
    says: /Nobody listens at 127/,
  },
  {
    what: 'a port behind a firewall',
    start: stranger(nobody),
    runtime: dialsNeverEnd,
    fault: 'no-answer',
    says: /does not answer\. .*Open the port in the firewall/,
  },
  {
    what: 'a port that takes connections and is silent',
    start: stranger(() => program((socket) => socket.resume())),
    fault: 'silent',
    says: /takes the connection and says nothing/,
  },
  {
    what: 'a port that hangs up at once',
    start: stranger(() => program((socket) => socket.destroy())),
    fault: 'hangs-up',
    says: /hangs up at once, before anything was said/,
  },
  {
    what: 'a port that hangs up after the hello',
    start: stranger(() => program((socket) => socket.once('data', () => socket.destroy()))),
    fault: 'other-network',
    says: /hangs up when it reads our hello: it is another program, or a room with another network key/,
  },
  {
    what: 'another program, which speaks first',
    start: stranger(() =>
      program((socket) => socket.write('SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3'.padEnd(80, '\n'))),
    ),
    fault: 'other-network',
    says: /is no room of this network: it is another program/,
  },
  {
    what: 'a room of another network',
    start: room({ networkKey: OTHER_NETWORK }),
    fault: 'other-network',
    says: /a room with another network key.*give it with --network-key/,
  },
  {
    what: 'a room with another key than that of the address',
    start: room({ keys: generateKeyPair(sodium) }),
    fault: 'wrong-key',
    says: /does not prove that it has the key of the address/,
  },
  {
    what: 'a room that lets no stranger in',
    start: room({ onCaller: (connection) => connection.close() }),
    fault: 'wrong-key',
    says: /it has another, or lets no stranger in/,
  },
  {
    what: 'a room that hangs up after the handshake',
    start: room({ onOpen: (connection) => connection.close() }),
    fault: 'turned-away',
    says: /hung up right after the handshake.*ask its owner for an invite/,
  },
  // The room.
  {
    what: 'an SSB peer that is no room',
    start: answering(() => ({ 'tunnel.isRoom': undefined, 'room.metadata': undefined })),
    fault: 'not-a-room',
    says: /an SSB peer and no room.*this one is of an app or a pub/,
  },
  {
    what: 'a room of an unknown version',
    start: answering(() => ({ 'tunnel.isRoom': (_guest, stream) => stream.send(['rooms', 3]) })),
    fault: 'unknown-answer',
    says: /of a version that is not known here.*too old for the other/,
  },
  {
    what: 'a room whose list has an unknown form',
    start: answering(() => ({
      'room.attendants': (_guest, stream) => stream.send({ type: 'online', peers: 3 }),
    })),
    fault: 'unknown-answer',
    says: /room\.attendants answered what its contract does not say/,
  },
  {
    what: 'a room that never answers isRoom',
    start: answering(() => ({ 'tunnel.isRoom': never })),
    fault: 'room-silent',
    says: /proves its key and then never answers tunnel\.isRoom/,
  },
  {
    what: 'a room that does not tell strangers who is there',
    start: answering(() => ({ 'room.attendants': refused, 'tunnel.endpoints': refused })),
    fault: 'attendants-refused',
    says: /"external user are not allowed.*Where the room is for members only/,
  },
  {
    what: 'a room that never tells who is there',
    start: answering(() => ({ 'room.attendants': never })),
    fault: 'attendants-silent',
    says: /never tells who is there/,
  },
  {
    what: 'a room whose list stands still',
    start: answering(({ present }) => ({
      'room.attendants': (guest, stream) => {
        guest.attend();
        stream.send({ type: 'state', ids: present.snapshot() });
      },
    })),
    fault: 'attendants-not-live',
    says: /tells who is there when it is asked, and not who comes/,
  },
  {
    what: 'a room whose list lacks whoever comes',
    start: answering(() => ({
      'room.attendants': (_guest, stream) => stream.send({ type: 'state', ids: [] }),
    })),
    fault: 'attendants-missing',
    says: /took a second client in, and its list of attendants lacks it/,
  },
  {
    what: 'a room whose list keeps whoever has gone',
    start: answering(({ present }) => ({
      'room.attendants': (guest, stream) => {
        guest.attend();
        const joined = (id: FeedId) => stream.send({ type: 'joined', id });
        stream.send({ type: 'state', ids: present.watch({ joined, left: () => undefined }).snapshot });
      },
    })),
    fault: 'attendants-not-live',
    says: /still shows a client that has left/,
  },
  // Tunnels.
  {
    what: 'a room that refuses tunnels',
    start: answering(() => ({
      'tunnel.connect': (_guest, stream) => stream.fail('tunnels are for members'),
    })),
    fault: 'tunnels-refused',
    says: /opens no tunnel to a peer that is there: it answers "tunnels are for members"/,
  },
  {
    what: 'a room that never asks the target',
    start: answering(() => ({ 'tunnel.connect': never })),
    fault: 'tunnels-silent',
    says: /takes tunnel\.connect, and never asks the peer/,
  },
  {
    what: 'a room whose tunnels bring nothing',
    start: answering((there) => ({ 'tunnel.connect': tunnel(there, { carry: () => undefined }) })),
    fault: 'tunnels-silent',
    says: /nothing comes through it from the peer that opened it/,
  },
  {
    what: 'a room that damages what goes through a tunnel',
    start: answering((there) => ({ 'tunnel.connect': tunnel(there, { carry: flipped }) })),
    fault: 'tunnels-damaged',
    says: /damages what goes through it from the peer that opened it: byte 3 is another/,
  },
  {
    what: 'a room that cuts long frames',
    start: answering((there) => ({
      'tunnel.connect': tunnel(there, { carry: (bytes) => bytes.subarray(0, 1024) }),
    })),
    fault: 'tunnels-damaged',
    // The byte after the cut may be the same by chance.
    says: /damages what goes through it from the peer that opened it: byte 10\d\d is another/,
  },
  {
    what: 'a room that lies about who opens a tunnel',
    start: answering((there) => ({ 'tunnel.connect': tunnel(there, { origin: SOMEBODY }) })),
    fault: 'tunnels-wrong-peer',
    says: /says that @.+ opens a tunnel, and it was @/,
  },
  {
    what: 'a room that answers tunnels itself',
    start: answering(() => ({ 'tunnel.connect': impostor })),
    fault: 'tunnels-wrong-peer',
    says: /leads to another peer than the one it was asked for.*Nobody can read a tunnel that leads astray/,
  },
];

function flipped(bytes: Uint8Array): Uint8Array {
  if (bytes.length > 3) bytes[3] = (bytes[3] ?? 0) ^ 1;
  return bytes;
}
