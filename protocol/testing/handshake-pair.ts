import type { ClientHandshake } from '../shs/client.ts';
import type { Handshake, HandshakeOutput } from '../shs/handshake.ts';
import type { ServerHandshake } from '../shs/server.ts';

/** One chunk on its way. */
export interface Sent {
  readonly from: 'client' | 'server';
  readonly bytes: Uint8Array;
}

/** What came of a handshake. */
export interface HandshakeRun {
  /** Everything that was sent, in order, as it left. */
  readonly sent: Sent[];
  /** What each side answered beside sending. */
  readonly client: HandshakeOutput[];
  readonly server: HandshakeOutput[];
}

/**
 * Lets two sides talk in memory until neither has anything to say; every caller is let in. `carry` stands for the
 * network: it gives the chunks that arrive of one that was sent.
 */
export function runHandshake(
  client: ClientHandshake,
  server: ServerHandshake,
  carry: (sent: Sent) => readonly Uint8Array[] = ({ bytes }) => [bytes],
): HandshakeRun {
  const run: HandshakeRun = { sent: [], client: [], server: [] };
  const underway: Sent[] = [];
  const take = (from: Sent['from'], outputs: readonly HandshakeOutput[]): void => {
    for (const output of outputs) {
      if (output.kind === 'send') underway.push({ from, bytes: output.bytes });
      else run[from].push(output);
      if (output.kind === 'caller') take('server', server.accept());
    }
  };
  take('server', server.start());
  take('client', client.start());
  for (let sent = underway.shift(); sent !== undefined; sent = underway.shift()) {
    run.sent.push(sent);
    const to: Sent['from'] = sent.from === 'client' ? 'server' : 'client';
    const receiver: Handshake = to === 'client' ? client : server;
    for (const chunk of carry(sent)) take(to, receiver.receive(chunk));
  }
  return run;
}
