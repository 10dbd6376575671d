import type { MediaChannel } from '../../../client/links/media/media-channel.ts';
import { MediaConnection } from '../../../client/links/media/media-connection.ts';
import type { SignalWire } from '../../../client/links/media/signal.ts';
import { webClock } from '../../../client/web/web-clock.ts';

declare global {
  interface Window {
    /** What this page writes to a signal stream goes to the test: bytes, its end, or that another is wanted. */
    signalled(stream: string, what: number[] | 'end' | 'open'): Promise<void>;
  }
}

/** One end of a signal stream, whose other end is the test. */
class TestWire implements SignalWire {
  readonly #name: string;
  readonly #arrived: (number[] | 'end' | 'cut')[] = [];
  #wake: (() => void) | undefined;
  #isCut = false;

  constructor(name: string) {
    this.#name = name;
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (this.#isCut) throw new Error('The stream was cut.');
    await window.signalled(this.#name, [...bytes]);
  }

  async end(): Promise<void> {
    await window.signalled(this.#name, 'end');
  }

  abort(): void {
    this.#isCut = true;
    void window.signalled(this.#name, 'end');
  }

  arrive(what: number[] | 'end' | 'cut'): void {
    if (what === 'cut') this.#isCut = true;
    this.#arrived.push(what);
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    while (true) {
      const next = this.#arrived.shift();
      if (next === 'end') return;
      if (next === 'cut') throw new Error('The stream was cut.');
      if (next === undefined) await new Promise<void>((resolve) => (this.#wake = resolve));
      else yield Uint8Array.from(next);
    }
  }
}

const wires = new Map<string, TestWire>();
const reopened: ((wire: TestWire) => void)[] = [];
const echoes: string[] = [];
const peers = new Set<RTCPeerConnection>();
const videos: HTMLVideoElement[] = [];
let media: MediaConnection<RTCPeerConnection> | undefined;
let channel: MediaChannel | undefined;

/** A stream by its name; something may come on it before this page's end is made. */
function wire(name: string): TestWire {
  const made = wires.get(name) ?? new TestWire(name);
  wires.set(name, made);
  return made;
}

/** Makes this page's end of a media connection, with a channel that echoes what does not come back. */
export function open(stream: string, isOpener: boolean, isPolite: boolean): void {
  media = new MediaConnection<RTCPeerConnection>({
    ...{ isOpener, isPolite, wire: wire(stream), once: false, clock: webClock, Rtc: RTCPeerConnection },
    reopen: () => {
      void window.signalled('', 'open');
      return new Promise((resolve) => reopened.push(resolve));
    },
    configuration: () => ({ iceServers: [] }),
    newName: () => crypto.randomUUID(),
    mayMake: () => true,
  });
  channel = media.channel({ id: 1, label: 'test', ordered: false });
  channel.onMessage((message) => {
    const text = String(message);
    if (text.startsWith('echo: ')) echoes.push(text.slice(6));
    else channel?.send(`echo: ${text}`);
  });
  media.onTrack(({ streams }) => {
    const video = document.createElement('video');
    video.muted = true;
    video.srcObject = streams[0] ?? null;
    void video.play();
    videos.push(video);
  });
  media.state.subscribe(() => {
    if (media?.rtc !== undefined) peers.add(media.rtc);
  });
}

/** Something came on a signal stream. */
export function arrive(stream: string, what: number[] | 'end' | 'cut'): void {
  wire(stream).arrive(what);
}

/** Another signal stream, opened by the far end, or by this one where it asked for it. */
export function another(stream: string, isOurs: boolean): void {
  if (isOurs) reopened.shift()?.(wire(stream));
  else media?.accept(wire(stream));
}

/** Resolves, with milliseconds since the page began, once both ends hear each other and the channel is there. */
export async function opened(): Promise<number> {
  await media?.opened;
  await channel?.ready;
  return performance.now();
}

/** Why it is over, once it is. */
export async function ended(): Promise<string> {
  return (await media?.closed)?.fault ?? '';
}

/** Sends a text until it comes back; answers for how many milliseconds. */
export async function echo(text: string): Promise<number> {
  const from = performance.now();
  while (!echoes.includes(text)) {
    channel?.send(text);
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  return performance.now() - from;
}

let silence = 0;

/** Sends something all the while from now on, and takes the time between what comes back. */
export function measure(): void {
  let heardAt = performance.now();
  channel?.onMessage((message) => {
    if (!String(message).startsWith('echo: ')) return;
    silence = Math.max(silence, performance.now() - heardAt);
    heardAt = performance.now();
  });
  const send = () => {
    channel?.send('tick');
    requestAnimationFrame(send);
  };
  send();
}

/** The longest time, in milliseconds, in which nothing came back. */
export function longestSilence(): number {
  return silence;
}

/** Sends a moving picture. */
export function sendVideo(): void {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  const draw = () => {
    if (context) context.fillStyle = `hsl(${performance.now() % 360} 50% 50%)`;
    context?.fillRect(0, 0, canvas.width, canvas.height);
    requestAnimationFrame(draw);
  };
  draw();
  const stream = canvas.captureStream(20);
  for (const track of stream.getVideoTracks()) media?.addTrack(track, stream);
}

/** Resolves once a picture of the far end's is shown that was not shown before this call. */
export async function sees(): Promise<void> {
  while (videos.length === 0) await new Promise((resolve) => requestAnimationFrame(resolve));
  await new Promise((resolve) => videos.at(-1)?.requestVideoFrameCallback(resolve));
}

/** The state, the path's kind, how many tracks are received, and on how many connections it was until now. */
export async function standing(): Promise<unknown> {
  const path = await media?.path();
  return { state: media?.state.value, path: path?.kind, tracks: videos.length, connections: peers.size };
}

/** Resolves once it is in this state. */
export async function is(state: string): Promise<void> {
  const reached = Promise.withResolvers<void>();
  const stop = media?.state.subscribe((now) => now === state && reached.resolve());
  await reached.promise;
  stop?.();
}

export function close(): void {
  media?.close();
}
