import { piecesOf } from './track-processor.ts';

/** The pictures of a track, on their way to a worker: in a stream that is handed on, or one by one. */
export interface FrameFeed extends Disposable {
  readonly frames: ReadableStream | undefined;
}

/** Begins to take pictures. `each`: gets them, to be closed there, where the browser has no streams of them. */
export function feedFrames(track: MediaStreamTrack, each: (frame: VideoFrame) => void): FrameFeed {
  const frames = piecesOf(track);
  if (frames) return { frames, [Symbol.dispose]: () => undefined };
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.srcObject = new MediaStream([track]);
  let isOver = false;
  const take = () => {
    if (isOver) return;
    // A picture may be gone by the time that it is asked for; the next one comes soon.
    if (video.readyState >= video.HAVE_CURRENT_DATA)
      each(new VideoFrame(video, { timestamp: Math.round(performance.now() * 1000) }));
    video.requestVideoFrameCallback(take);
  };
  video.requestVideoFrameCallback(take);
  video.play().catch(reportError);
  const dispose = () => {
    isOver = true;
    video.srcObject = null;
  };
  return { frames: undefined, [Symbol.dispose]: dispose };
}
