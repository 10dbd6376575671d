import { CaptureError } from '../../state/media-port.ts';
import { unsupported } from './capture-fault.ts';

/** Firefox calls it by a name of its own; Safari has none. */
interface Capturing {
  captureStream?(): MediaStream;
  mozCaptureStream?(): MediaStream;
}

/** A file that plays, its picture and sound being captured. */
export interface PlayingFile {
  readonly stream: MediaStream;
  setPaused(isPaused: boolean): void;
  /** Calls back once it has played to its end. */
  onEnded(ended: () => void): void;
  stop(): void;
}

/** Whether files can be played to others here. */
export const CAN_CAPTURE_FILE =
  'captureStream' in HTMLMediaElement.prototype || 'mozCaptureStream' in HTMLMediaElement.prototype;

/** Plays a file, which its person hears. @throws CaptureError where the browser cannot play it */
export async function playFile(file: File): Promise<PlayingFile> {
  const video: HTMLVideoElement & Capturing = document.createElement('video');
  video.playsInline = true;
  const url = URL.createObjectURL(file);
  video.src = url;
  const stop = () => {
    video.pause();
    video.removeAttribute('src');
    video.load();
    URL.revokeObjectURL(url);
  };
  try {
    const stream = video.captureStream?.() ?? video.mozCaptureStream?.();
    if (stream === undefined) throw unsupported('file');
    await video.play();
    return {
      stream: withPicture(stream, file.name),
      setPaused: (isPaused) => void (isPaused ? video.pause() : video.play().catch(reportError)),
      onEnded: (ended) => video.addEventListener('ended', ended),
      stop,
    };
  } catch (error) {
    stop();
    if (error instanceof CaptureError) throw error;
    const detail = error instanceof Error ? error.message : String(error);
    throw new CaptureError(
      'unsupported',
      `Cannot share "${file.name}": this browser cannot play it (${detail}). Try a film as MP4 or WebM.`,
    );
  }
}

/** Its tracks are there once it plays. */
function withPicture(stream: MediaStream, name: string): MediaStream {
  if (stream.getVideoTracks().length === 0)
    throw new CaptureError('missing', `Cannot share "${name}": there is no picture in it.`);
  return stream;
}
