import { systemClock } from '@open-rooms/protocol/node';
import { MediaConnection } from '../../client/links/media/media-connection.ts';
import type { SignalWire } from '../../client/links/media/signal.ts';
import { Rtc } from '../../client/links/rtc/node-rtc.ts';
import type { RtcPeer } from '../../client/links/rtc/rtc.ts';
import { MemorySignalWire } from '../../client/testing/signal-wires.ts';
import type { SignalRelay } from './signal-relay.ts';

/** The second end of a relay's media connection, in this process; it echoes what does not come back, as pages do. */
export class MediaProgram implements Disposable {
  readonly #relay: SignalRelay;
  readonly #media: MediaConnection;
  readonly #wires = new Map<string, MemorySignalWire>();
  readonly #reopened: ((wire: SignalWire) => void)[] = [];
  readonly #connections = new Set<RtcPeer>();

  constructor(relay: SignalRelay, isOpener: boolean) {
    this.#relay = relay;
    relay.attach(1, {
      arrive: async (stream, what) => {
        const wire = this.#wires.get(stream);
        if (what === 'cut') wire?.abort();
        else if (what === 'end') await wire?.end();
        else await wire?.write(Uint8Array.from(what));
      },
      another: async (stream, isOurs) => {
        if (isOurs) this.#reopened.shift()?.(this.#wire(stream));
        else this.#media.accept(this.#wire(stream));
      },
    });
    let names = 0;
    this.#media = new MediaConnection({
      ...{ wire: this.#wire(relay.first), isOpener, isPolite: false, once: true, clock: systemClock, Rtc },
      reopen: () => {
        relay.signalled(1, '', 'open');
        return new Promise((resolve) => this.#reopened.push(resolve));
      },
      configuration: () => ({ iceServers: [] }),
      newName: () => `the program's ${names++}`,
      mayMake: () => true,
    });
    const channel = this.#media.channel({ id: 1, label: 'test', ordered: false });
    channel.onMessage((message) => {
      if (!String(message).startsWith('echo: ')) channel.send(`echo: ${message}`);
      if (this.#media.rtc !== undefined) this.#connections.add(this.#media.rtc);
    });
  }

  get opened(): Promise<void> {
    return this.#media.opened;
  }

  /** The path's kind, and on how many connections messages came until now. */
  async standing(): Promise<{ path: string | undefined; connections: number }> {
    return { path: (await this.#media.path())?.kind, connections: this.#connections.size };
  }

  [Symbol.dispose](): void {
    this.#media.close();
  }

  /** One end of a stream whose other end the relay is. */
  #wire(name: string): MemorySignalWire {
    const [here, there] = MemorySignalWire.pair();
    this.#wires.set(name, there);
    void this.#carry(name, there);
    return here;
  }

  async #carry(name: string, from: MemorySignalWire): Promise<void> {
    try {
      for await (const bytes of from) this.#relay.signalled(1, name, [...bytes]);
      this.#relay.signalled(1, name, 'end');
    } catch {
      // The stream was cut, which its ends know.
    }
  }
}
