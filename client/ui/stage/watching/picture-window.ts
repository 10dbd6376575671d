/** Whether this browser shows a video in a window of its own. */
export function canLeavePage(): boolean {
  return document.pictureInPictureEnabled === true && 'captureStream' in HTMLCanvasElement.prototype;
}

/**
 * Shows what is drawn into a canvas in a small window over all others, until that is closed or `signal` is aborted. To be
 * called in a click. Rejects where the browser does not do it.
 */
export async function showInWindow(canvas: HTMLCanvasElement, signal: AbortSignal): Promise<void> {
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = canvas.captureStream();
  const end = () => {
    for (const track of canvasTracks(video)) track.stop();
    video.srcObject = null;
  };
  try {
    await video.play();
    await video.requestPictureInPicture();
  } catch (error) {
    end();
    throw error;
  }
  video.addEventListener('leavepictureinpicture', end, { once: true });
  signal.addEventListener('abort', () => {
    if (document.pictureInPictureElement === video) void document.exitPictureInPicture();
    end();
  });
}

function canvasTracks({ srcObject }: HTMLVideoElement): MediaStreamTrack[] {
  return srcObject instanceof MediaStream ? srcObject.getTracks() : [];
}
