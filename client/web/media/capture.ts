import type { SourceKind } from '../../shares/share-source.ts';
import { captureFault, unsupported } from './capture-fault.ts';
import { MOST } from './codecs.ts';

/** What some browsers know of more than the types of pages: each passes over what it does not know. */
interface DisplayOptions extends DisplayMediaStreamOptions {
  /** Whether another tab may be chosen later. */
  readonly surfaceSwitching: 'include';
  readonly systemAudio: 'include';
  /** A page that shows itself shows itself showing itself. */
  readonly selfBrowserSurface: 'exclude';
}

const { width, height } = MOST.detail;
const PICTURE = {
  width: { max: width },
  height: { max: height },
  frameRate: { ideal: MOST.motion.fps, max: MOST.motion.fps },
} satisfies MediaTrackConstraints;

/** What makes speech clear makes music hollow, and a sixth as loud. */
const SOUND = {
  echoCancellation: false,
  noiseSuppression: false,
  autoGainControl: false,
} satisfies MediaTrackConstraints;

/** What a device of pictures gave. */
export interface Captured {
  readonly kind: SourceKind;
  readonly stream: MediaStream;
}

/** Whether there is a way to capture displays. Phones have none. */
export const CAN_CAPTURE_DISPLAY = hasDevices() && 'getDisplayMedia' in navigator.mediaDevices;
export const CAN_CAPTURE_CAMERA = hasDevices() && 'getUserMedia' in navigator.mediaDevices;

/** Lets the person choose a screen, a window or a tab. @throws CaptureError */
export async function captureDisplay(): Promise<Captured> {
  if (!CAN_CAPTURE_DISPLAY) throw unsupported('display');
  const options: DisplayOptions = {
    video: PICTURE,
    audio: SOUND,
    surfaceSwitching: 'include',
    systemAudio: 'include',
    selfBrowserSurface: 'exclude',
  };
  try {
    const stream = await navigator.mediaDevices.getDisplayMedia(options);
    return { kind: displayKind(stream), stream };
  } catch (error) {
    throw captureFault('display', error);
  }
}

/** The picture of a camera, without its microphone. @throws CaptureError */
export async function captureCamera(): Promise<Captured> {
  if (!CAN_CAPTURE_CAMERA) throw unsupported('camera');
  try {
    const stream = await navigator.mediaDevices.getUserMedia({
      video: { ...PICTURE, width: { ideal: MOST.motion.width }, height: { ideal: MOST.motion.height } },
    });
    return { kind: 'camera', stream };
  } catch (error) {
    throw captureFault('camera', error, await isCameraDenied());
  }
}

function displayKind(stream: MediaStream): SourceKind {
  const surface = stream.getVideoTracks()[0]?.getSettings().displaySurface;
  if (surface === 'browser') return 'tab';
  return surface === 'window' ? 'window' : 'screen';
}

/** Whether the browser says no without asking, as it was told earlier. */
async function isCameraDenied(): Promise<boolean> {
  try {
    return (await navigator.permissions.query({ name: 'camera' })).state === 'denied';
  } catch {
    return false;
  }
}

function hasDevices(): boolean {
  return 'mediaDevices' in navigator;
}
