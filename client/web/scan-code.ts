/** What some browsers have for reading codes; not yet in the types of the DOM. */
interface Detector {
  detect(image: HTMLVideoElement): Promise<{ readonly rawValue: string }[]>;
}
type DetectorClass = new (options: { readonly formats: readonly string[] }) => Detector;

/**
 * Whether QR codes can be read with this browser's camera. Elsewhere (plain http, Firefox, Safari) the link is pasted, or
 * the phone's own camera opens it: a decoder of ours would weigh more than all of the page.
 */
export function canScan(): boolean {
  const devices: MediaDevices | undefined = navigator.mediaDevices;
  return detectorClass() !== undefined && devices?.getUserMedia !== undefined;
}

/**
 * Shows the camera in `video` and reads QR codes until one is what `isMeant` wants. Rejects with a `DOMException` where
 * the camera is denied or missing, and with the signal's reason where somebody gives up. The camera is off then.
 */
export async function scanCode(
  video: HTMLVideoElement,
  isMeant: (text: string) => boolean,
  signal: AbortSignal,
): Promise<string> {
  const Detector = detectorClass();
  if (Detector === undefined) throw new Error('Cannot scan: this browser reads no QR codes.');
  signal.throwIfAborted();
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
  try {
    video.srcObject = stream;
    await video.play();
    const detector = new Detector({ formats: ['qr_code'] });
    for (;;) {
      signal.throwIfAborted();
      const found = (await detector.detect(video)).find(({ rawValue }) => isMeant(rawValue));
      if (found !== undefined) return found.rawValue;
      await new Promise((resolve) => video.requestVideoFrameCallback(resolve));
    }
  } finally {
    video.srcObject = null;
    for (const track of stream.getTracks()) track.stop();
  }
}

function detectorClass(): DetectorClass | undefined {
  return (globalThis as { readonly BarcodeDetector?: DetectorClass }).BarcodeDetector;
}
