import type { AudioPiece, VideoPiece } from '@open-rooms/protocol';
import { webClock } from '../web-clock.ts';
import { AudioEncoding } from './audio-encoding.ts';
import type { FromEncoder, ToEncoder } from './encode-messages.ts';
import { VideoEncoding } from './video-encoding.ts';
import { workerScope } from './worker-scope.ts';

// Encodes what a page captures, so that nothing that the page does holds the picture up.
const scope = workerScope<ToEncoder, FromEncoder>();

let video: VideoEncoding | undefined;
let audio: AudioEncoding | undefined;
let reading: readonly Promise<void>[] = [];

scope.onmessage = ({ data: message }) => {
  if (message.kind === 'start') start(message);
  else if (message.kind === 'frame') video ? video.offer(message.frame) : message.frame.close();
  else if (message.kind === 'configure') video?.configure(message.settings);
  else if (message.kind === 'key') video?.requestKey();
  else if (message.kind === 'stop') void stop();
  else {
    video?.setPaused(message.isPaused);
    audio?.setPaused(message.isPaused);
  }
};

function start({ settings, encoders, frames, sound }: Extract<ToEncoder, { kind: 'start' }>): void {
  // The clock is one for the page and its workers.
  const beganAt = webClock.now();
  const put = (piece: VideoPiece | AudioPiece) => {
    if (piece.track === 'video' && piece.isKey) audio?.beginGroup();
    scope.postMessage(
      { kind: 'piece', piece, capturedAt: beganAt + piece.timestamp / 1000 },
      buffersOf(piece),
    );
  };
  const failed = (sentence: string) => scope.postMessage({ kind: 'failed', sentence });
  video = new VideoEncoding({ clock: webClock, beganAt, encoders, settings, onPiece: put, onFailed: failed });
  if (sound) audio = new AudioEncoding({ clock: webClock, beganAt, onPiece: put, onFailed: reportError });
  reading = [
    ...(frames ? [read<VideoFrame>(frames, (frame) => video?.offer(frame))] : []),
    ...(sound ? [read<AudioData>(sound, (data) => audio?.offer(data))] : []),
  ];
}

/** Tracks have ended by then: what they gave before is read to its end, since each picture has to be closed. */
async function stop(): Promise<void> {
  video?.close();
  audio?.close();
  await Promise.allSettled(reading);
  scope.close();
}

/** Until the track ends, of which the page hears, too. */
async function read<T>(pieces: ReadableStream<T>, take: (piece: T) => void): Promise<void> {
  const reader = pieces.getReader();
  while (true) {
    const { done, value } = await reader.read();
    if (done) return;
    take(value);
  }
}

function buffersOf(piece: VideoPiece | AudioPiece): Transferable[] {
  const parts = piece.track === 'video' ? [piece.data] : piece.packets;
  return parts.flatMap(({ buffer }) => (buffer instanceof ArrayBuffer ? [buffer] : []));
}
