/** Gives what a track carries, piece by piece. Chromium has it in windows, Firefox nowhere. */
interface TrackProcessorMaker {
  new (init: { track: MediaStreamTrack; maxBufferSize?: number }): { readonly readable: ReadableStream };
}

const Processor = (globalThis as { MediaStreamTrackProcessor?: TrackProcessorMaker })
  .MediaStreamTrackProcessor;

/** Whether {@link piecesOf} can be had here. */
export const HAS_TRACK_PROCESSOR = Processor !== undefined;

/** `VideoFrame`s or `AudioData` of a track, to be handed to a worker; `undefined` in browsers that give none. */
export function piecesOf(track: MediaStreamTrack): ReadableStream | undefined {
  return Processor && new Processor({ track }).readable;
}
