import { ageOf, type Seen } from '../picture-code.ts';
import { codedCanvas, pictureNamed, readCode } from './coded-picture.ts';

/** Fills this tab with a coded picture, so that whoever captures it has one; only then it is titled, and found. */
export function show(title: string, fps: number, source = 0): void {
  const { canvas } = codedCanvas({ width: innerWidth, height: innerHeight, fps, source });
  canvas.style.cssText = 'position: fixed; inset: 0';
  document.body.append(canvas);
  document.title = title;
}

/** Plays a tone; to be called once somebody has clicked. */
export async function play(hertz: number): Promise<void> {
  const context = new AudioContext();
  const tone = new OscillatorNode(context, { frequency: hertz });
  tone.connect(context.destination);
  tone.start();
  await context.resume();
}

/** Resolves with the next picture of that name whose code is read and was drawn after `since`. */
export async function sees(name: string, since = Date.now()): Promise<Seen> {
  while (true) {
    const picture = pictureNamed(name);
    const code = picture && readCode(picture);
    const age = code && ageOf(code, Date.now());
    // What is older than this call by its own age was drawn before.
    if (code && age !== undefined && Date.now() - age > since) return { ...code, age };
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
}

/** How old so many pictures of that name were, in milliseconds, each at the first frame in which it was there. */
export async function ages(name: string, count: number): Promise<number[]> {
  const taken: number[] = [];
  for (let last: number | undefined; taken.length < count; ) {
    const picture = pictureNamed(name);
    const code = picture && readCode(picture);
    if (code && code.at !== last) {
      if (last !== undefined) taken.push(ageOf(code, Date.now()));
      last = code.at;
    }
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  return taken;
}
