import type { MediaPiece } from '@open-rooms/protocol';
import type { EncodeSettings } from '../../../client/shares/share-source.ts';
import type { CaptureKind, SharePlayer } from '../../../client/state/media-port.ts';
import { CaptureError } from '../../../client/state/media-port.ts';
import { encodersHere } from '../../../client/web/media/supported.ts';
import { WebMedia } from '../../../client/web/media/web-media.ts';
import { WebSource } from '../../../client/web/media/web-source.ts';
import type { MadeOptions, PassedPiece, PlayFacts, SeenPicture } from '../passed-media.ts';
import { ageOf } from '../picture-code.ts';
import { type CodedCanvas, codedCanvas, readCode } from './coded-picture.ts';
import { noise, Tone } from './tone.ts';

/** What a page knows of a share that goes through it: from a canvas, by an encoder and a player, to another canvas. */
interface Rig {
  readonly drawn: CodedCanvas;
  readonly tone: Tone | undefined;
  readonly source: WebSource;
  readonly player: SharePlayer;
  readonly shown: HTMLCanvasElement;
  readonly pieces: { readonly piece: MediaPiece; readonly at: number }[];
  settings: EncodeSettings;
  /** What is done to pieces on their way; `undefined` loses one. */
  spoil: (piece: MediaPiece) => MediaPiece | undefined;
  broken: number;
  ended: string[];
}

/** The part of Trusted Types that is needed to start a worker. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): string };
}

const policy = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy('test', {
  createScriptURL: (url) => url,
});
const scriptUrl = (url: string) => policy?.createScriptURL(url) ?? url;
const media = new WebMedia({ scriptUrl });

let rig: Rig | undefined;

/** Begins to share a canvas that draws itself, and to watch it here. */
export async function begin(options: MadeOptions): Promise<void> {
  const drawn = codedCanvas(options);
  const stream = drawn.canvas.captureStream(options.fps);
  const tone = options.tone === undefined ? undefined : await Tone.begin(options.tone);
  if (tone) stream.addTrack(tone.track);
  const source = new WebSource({ kind: 'file', stream, encoders: await encodersHere(), scriptUrl });
  play(source, settingsOf(options), drawn, tone);
}

function settingsOf({ codec, mode }: MadeOptions): EncodeSettings {
  return { codec, mode, bitsPerSecond: 1_500_000 };
}

/** The same with sound that needs no click to be made: noise, for as long as the share is there. */
export async function beginNoise(options: MadeOptions): Promise<void> {
  const drawn = codedCanvas(options);
  const stream = drawn.canvas.captureStream(options.fps);
  stream.addTrack(noise());
  const source = new WebSource({ kind: 'file', stream, encoders: await encodersHere(), scriptUrl });
  play(source, settingsOf(options), drawn, undefined);
}

/** Shares what the browser lets this page capture; answers the kind and whether there is sound. */
export async function beginCapture(kind: CaptureKind): Promise<{ kind: string; hasAudio: boolean }> {
  const source = await media.capture(kind);
  if (!(source instanceof WebSource)) throw new Error('What is captured is not of the page.');
  const drawn = codedCanvas({ width: 16, height: 16, fps: 1 });
  play(source, { codec: 'av1', mode: 'detail', bitsPerSecond: 1_500_000 }, drawn, undefined);
  return { kind: source.kind, hasAudio: source.hasAudio };
}

/** Shares a film that this page makes: a coded canvas with a tone, recorded for so many milliseconds. */
export async function beginFile(ms: number): Promise<{ name: string; hasAudio: boolean }> {
  const drawn = codedCanvas({ width: 320, height: 180, fps: 10, source: 7 });
  const stream = drawn.canvas.captureStream(10);
  stream.addTrack((await Tone.begin(440)).track);
  const recorder = new MediaRecorder(stream, { mimeType: 'video/webm;codecs=vp8,opus' });
  const parts: Blob[] = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const stopped = new Promise((resolve) => recorder.addEventListener('stop', resolve));
  recorder.start();
  setTimeout(() => recorder.stop(), ms);
  await stopped;
  drawn[Symbol.dispose]();
  const file = new File(parts, 'kettle.webm', { type: 'video/webm' });
  const source = await media.capture('file', file);
  if (!(source instanceof WebSource)) throw new Error('What is captured is not of the page.');
  play(source, { codec: 'av1', mode: 'motion', bitsPerSecond: 500_000 }, drawn, undefined);
  return { name: source.name ?? '', hasAudio: source.hasAudio };
}

/** The fault of a capture that does not come about. */
export async function captureFault(kind: CaptureKind): Promise<{ fault: string; sentence: string }> {
  try {
    await media.capture(kind);
    return { fault: 'none', sentence: '' };
  } catch (error) {
    if (error instanceof CaptureError) return { fault: error.fault, sentence: error.message };
    throw error;
  }
}

function play(source: WebSource, settings: EncodeSettings, drawn: CodedCanvas, tone: Tone | undefined): void {
  const shown = document.createElement('canvas');
  shown.ariaLabel = 'shown';
  document.body.append(shown);
  const player = media.player(shown);
  const now: Rig = {
    ...{ drawn, tone, source, player, shown, settings, pieces: [], broken: 0, ended: [] },
    spoil: (piece) => piece,
  };
  rig = now;
  player.onBroken(() => {
    now.broken++;
    source.requestKey();
  });
  source.start(settings, {
    onPiece: (piece) => {
      now.pieces.push({ piece, at: performance.timeOrigin + performance.now() });
      const arrived = now.spoil(piece);
      if (arrived) player.take(arrived);
    },
    onEnded: (why) => now.ended.push(why ?? ''),
  });
}

function here(): Rig {
  if (rig === undefined) throw new Error('Nothing is shared here.');
  return rig;
}

/** Resolves once so many other pictures than the one that is shown are: their sources, sizes and ages in milliseconds. */
export async function seen(count: number): Promise<SeenPicture[]> {
  const { shown } = here();
  const taken: SeenPicture[] = [];
  let last = readCode(shown)?.at;
  while (taken.length < count) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    const code = readCode(shown);
    if (code === undefined || code.at === last) continue;
    last = code.at;
    taken.push({ source: code.source, age: ageOf(code, Date.now()), width: shown.width });
  }
  return taken;
}

export function decodes(): Promise<readonly string[]> {
  return media.decodes;
}

export function codecs(): readonly string[] {
  return here().source.codecs;
}

export function facts(): PlayFacts {
  const { player, broken, ended } = here();
  return { shown: player.shown.value, sound: player.sound.value, broken, ended };
}

/** The pieces since the one of that number. */
export function pieces(since = 0): PassedPiece[] {
  return here().pieces.slice(since).map(passed);
}

function passed({ piece }: Rig['pieces'][number]): PassedPiece {
  const isVideo = piece.track === 'video';
  return {
    track: piece.track,
    isKey: isVideo && piece.isKey,
    layer: isVideo ? piece.layer : 0,
    timestamp: piece.timestamp,
    bytes: isVideo ? piece.data.length : piece.packets.reduce((sum, each) => sum + each.length, 0),
    config: configOf(piece),
  };
}

function configOf(piece: MediaPiece): string | undefined {
  if (piece.config === undefined) return undefined;
  const { config } = piece;
  return 'width' in config
    ? `${config.codec} ${config.width}x${config.height}`
    : `${config.codec} ${config.sampleRate}`;
}

export function count(): number {
  return here().pieces.length;
}

export function resize(width: number, height: number): void {
  Object.assign(here().drawn.canvas, { width, height });
}

/** Resolves once a condition holds, looked at in each frame of the page. */
async function until(is: () => boolean): Promise<void> {
  while (!is()) await new Promise((resolve) => requestAnimationFrame(resolve));
}

/** Resolves once so many pieces were passed. */
export function passes(count: number): Promise<void> {
  return until(() => here().pieces.length >= count);
}

/** Resolves once nothing has come for half a second: what was under way is there. */
export async function settle(): Promise<void> {
  await until(() => performance.timeOrigin + performance.now() - (here().pieces.at(-1)?.at ?? 0) > 500);
}

/** Resolves after so many frames of the page. */
export async function frames(count: number): Promise<void> {
  let seen = 0;
  await until(() => seen++ >= count);
}

export function breaks(): Promise<void> {
  return until(() => here().broken > 0);
}

export function ends(): Promise<void> {
  return until(() => here().ended.length > 0);
}

export function sounds(how: string): Promise<void> {
  return until(() => here().player.sound.value === how);
}

/** Resolves once this frequency is the loudest; 0: once nothing is heard. */
export function hears(hertz: number): Promise<void> {
  return until(() => {
    const heard = Tone.heard();
    return hertz === 0 ? heard.level < -60 : heard.level > -40 && Math.abs(heard.hertz - hertz) < 12;
  });
}

/** The canvas stands still from now on. */
export function freeze(): void {
  here().drawn[Symbol.dispose]();
}

export function requestKey(): void {
  here().source.requestKey();
}

export function setPaused(isPaused: boolean): void {
  here().source.setPaused(isPaused);
}

export function configure(settings: Partial<EncodeSettings>): void {
  const now = here();
  now.settings = { ...now.settings, ...settings };
  now.source.configure(now.settings);
}

/** The next frame that is no keyframe arrives as nonsense. */
export function spoilOne(): void {
  const now = here();
  now.spoil = (piece) => {
    if (piece.track !== 'video' || piece.isKey) return piece;
    now.spoil = (next) => next;
    return { ...piece, data: piece.data.map((byte) => byte ^ 0xa5) };
  };
}

export function stop(): void {
  const { source, player, shown } = here();
  source.stop();
  player.close();
  shown.remove();
}

export function setMuted(isMuted: boolean): void {
  here().player.setMuted(isMuted);
}

/** Lets nothing be heard before it is asked for again, as most browsers do before a click; not all that have no windows. */
export function holdSound(): void {
  globalThis.AudioContext = class extends AudioContext {
    constructor(options?: AudioContextOptions) {
      super(options);
      void this.suspend();
    }
  };
}

/** In a click on the page the sound is let through. */
export function unblockByClick(): void {
  addEventListener('click', () => void here().player.unblock(), { once: true });
}

/** Milliseconds by which sound is later than its picture, of so many signals in both. */
export async function offsets(count: number): Promise<number[]> {
  const { drawn, tone, shown } = here();
  if (tone === undefined) throw new Error('There is no sound.');
  freeze();
  return tone.offsets(drawn.canvas, shown, count);
}
