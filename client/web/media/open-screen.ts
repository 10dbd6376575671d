import type { FromPlayer, ToPlayer } from './play-messages.ts';
import { SCRIPTS } from './scripts.ts';

/** What decodes and draws a share. */
export interface Screen extends Disposable {
  tell(message: ToPlayer, transfer?: Transferable[]): void;
}

/** Opens one in a worker; where browsers do not draw from there, in the page. */
export function openScreen(
  canvas: HTMLCanvasElement,
  scriptUrl: (path: string) => string,
  hear: (message: FromPlayer) => void,
): Screen {
  if (!('transferControlToOffscreen' in canvas)) return openInPage(canvas, hear);
  const worker = new Worker(scriptUrl(SCRIPTS.playWorker), { type: 'module' });
  worker.onmessage = ({ data }: MessageEvent<FromPlayer>) => hear(data);
  worker.onerror = ({ message }) => reportError(new Error(`Cannot show a share: ${message}`));
  const surface = canvas.transferControlToOffscreen();
  worker.postMessage({ kind: 'surface', canvas: surface } satisfies ToPlayer, [surface]);
  return {
    tell: (message, transfer = []) => worker.postMessage(message, transfer),
    [Symbol.dispose]: () => worker.terminate(),
  };
}

function openInPage(canvas: HTMLCanvasElement, hear: (message: FromPlayer) => void): Screen {
  const loading = Promise.all([import('./playing.ts'), import('../web-clock.ts')]).then(
    ([{ Playing, SURFACE_OPTIONS }, { webClock }]) => {
      const playing = new Playing({ clock: webClock, tell: hear });
      playing.drawInto(canvas.getContext('2d', SURFACE_OPTIONS));
      return playing;
    },
  );
  loading.catch(reportError);
  return {
    tell: (message) => void loading.then((playing) => playing.hear(message)),
    [Symbol.dispose]: () => void loading.then((playing) => playing.close()),
  };
}
