/// <reference path="./script-urls.d.ts" />
import encodeWorker from './encode-worker.ts?worker&url';
import playWorker from './play-worker.ts?worker&url';
import soundWorklet from './sound-worklet.ts?worker&url';

/** Where scripts stand that run beside the page: each is loaded when it is needed. */
export const SCRIPTS = { encodeWorker, playWorker, soundWorklet } as const;
