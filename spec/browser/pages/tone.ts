/** What is played to the speakers of this page is looked at here, too. */
const listening: AnalyserNode[] = [];

const { connect } = AudioNode.prototype;
AudioNode.prototype.connect = function (this: AudioNode, ...to: [AudioNode]): AudioNode {
  const [target] = to;
  if (target instanceof AudioDestinationNode) {
    const analyser = new AnalyserNode(this.context, { fftSize: 4096, smoothingTimeConstant: 0 });
    listening.push(analyser);
    Reflect.apply(connect, this, [analyser]);
  }
  return Reflect.apply(connect, this, to);
} as typeof connect;

/** Of 1: what is louder is the signal. */
const LOUD = 0.05;

/** A tone in a track, heard by nobody but whoever listens to that. */
export class Tone {
  readonly track: MediaStreamTrack;
  readonly #gain: GainNode;

  constructor(gain: GainNode, track: MediaStreamTrack) {
    this.#gain = gain;
    this.track = track;
  }

  /** To be called once somebody has clicked, or where sound is let through without. */
  static async begin(frequency: number): Promise<Tone> {
    const context = new AudioContext({ sampleRate: 48_000 });
    const oscillator = new OscillatorNode(context, { frequency });
    const gain = new GainNode(context);
    const to = new MediaStreamAudioDestinationNode(context);
    oscillator.connect(gain).connect(to);
    oscillator.start();
    await context.resume();
    const [track] = to.stream.getAudioTracks();
    if (track === undefined) throw new Error('There is no track of sound.');
    return new Tone(gain, track);
  }

  /** The loudest frequency that is played in this page, and its level in decibels. */
  static heard(): { hertz: number; level: number } {
    const analyser = listening.at(-1);
    if (analyser === undefined) return { hertz: 0, level: Number.NEGATIVE_INFINITY };
    const levels = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(levels);
    const loudest = levels.reduce((best, level, at) => (level > (levels[best] ?? level) ? at : best), 0);
    return {
      hertz: (loudest * analyser.context.sampleRate) / analyser.fftSize,
      level: levels[loudest] ?? Number.NEGATIVE_INFINITY,
    };
  }

  /**
   * Makes a corner of a canvas white, and the tone loud, at the same moment, so many times, and answers by how many
   * milliseconds each was heard later than it was seen.
   */
  async offsets(drawn: HTMLCanvasElement, shown: HTMLCanvasElement, count: number): Promise<number[]> {
    const analyser = listening.at(-1);
    const { context } = analyser ?? {};
    if (analyser === undefined || !(context instanceof AudioContext))
      throw new Error('Nothing is played here.');
    const pen = drawn.getContext('2d');
    const eye = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    if (pen === null || eye === null) throw new Error('There is no canvas here.');
    const samples = new Float32Array(analyser.fftSize);
    const isSeen = () => {
      eye.drawImage(shown, shown.width - 24, shown.height - 24, 16, 16, 0, 0, 1, 1);
      return (eye.getImageData(0, 0, 1, 1).data[1] ?? 0) > 128;
    };
    const isHeard = () => {
      analyser.getFloatTimeDomainData(samples);
      // The last of them are what is played now.
      return samples.subarray(-256).some((sample) => Math.abs(sample) > LOUD);
    };
    const until = async (is: () => boolean) => {
      while (!is()) await tick();
      return performance.now();
    };
    let isOn = false;
    // Again and again: a picture that is drawn too soon after the one before is not captured.
    const drawing = setInterval(() => {
      pen.fillStyle = isOn ? '#fff' : '#000';
      pen.fillRect(drawn.width - 32, drawn.height - 32, 32, 32);
      this.#gain.gain.value = isOn ? 1 : 0;
    }, 1000 / 60);
    const taken: number[] = [];
    while (taken.length < count) {
      isOn = false;
      await until(() => !isSeen() && !isHeard());
      await new Promise((resolve) => setTimeout(resolve, 300));
      isOn = true;
      const [picture, sound] = await Promise.all([until(isSeen), until(isHeard)]);
      taken.push(sound + context.outputLatency * 1000 - picture);
    }
    clearInterval(drawing);
    return taken;
  }
}

interface TrackGenerator extends MediaStreamTrack {
  readonly writable: WritableStream<AudioData>;
}

declare const MediaStreamTrackGenerator: new (init: { kind: 'audio' }) => TrackGenerator;

/** A track of noise, made without what browsers let nobody hear before a click. */
export function noise(): MediaStreamTrack {
  const track = new MediaStreamTrackGenerator({ kind: 'audio' });
  const writer = track.writable.getWriter();
  const format = {
    format: 'f32-planar',
    sampleRate: 48_000,
    numberOfFrames: 480,
    numberOfChannels: 1,
  } as const;
  let at = 0;
  const began = performance.now();
  const timer = setInterval(() => {
    for (; at < performance.now() - began; at += 10) {
      const data = Float32Array.from({ length: 480 }, () => Math.random() - 0.5);
      writer
        .write(new AudioData({ ...format, timestamp: at * 1000, data }))
        .catch(() => clearInterval(timer));
    }
  }, 10);
  return track;
}

/** As soon as may be: frames of the page are too far apart. */
function tick(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      setTimeout(resolve, 2);
    };
    port2.postMessage(undefined);
  });
}
