import { CODE_COLUMNS, CODE_HEIGHT, CODE_ROWS, cellsOf, codeOf, type PictureCode } from '../picture-code.ts';

/** Pixels of each cell in the small picture that a code is read from, of which those inside are looked at. */
const SAMPLES = 4;

/** What stands below the code: text, as on most screens that are shared. */
const WORDS =
  'Dear all, here is what we found on Tuesday. The kettle boils, the table is laid, and whoever comes late still gets a cup.'.split(
    ' ',
  );

const LINES = 12;

export interface CodedOptions {
  readonly width: number;
  readonly height: number;
  /** Pictures a second. */
  readonly fps: number;
  /** Whether all below the code moves; else it is text on which somebody types. */
  readonly isMoving?: boolean;
  /** From 0 to 15, so that shares of several are told apart. */
  readonly source?: number;
}

/** A canvas that draws itself, a new code in each picture. */
export interface CodedCanvas extends Disposable {
  readonly canvas: HTMLCanvasElement;
}

/** Begins to draw; the canvas is not in the document. */
export function codedCanvas({ width, height, fps, isMoving, source = 0 }: CodedOptions): CodedCanvas {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d') ?? notHere('a canvas');
  let count = 0;
  const draw = () => {
    (isMoving ? drawFilm : drawText)(context, count++);
    drawCode(context, { source, at: Date.now() });
  };
  draw();
  const timer = setInterval(draw, 1000 / fps);
  return { canvas, [Symbol.dispose]: () => clearInterval(timer) };
}

/** Draws a code into the upper quarter of a canvas. */
export function drawCode(context: CanvasRenderingContext2D, code: PictureCode): void {
  const { width, height } = context.canvas;
  const [across, down] = [width / CODE_COLUMNS, (height * CODE_HEIGHT) / CODE_ROWS];
  for (const [cell, isWhite] of cellsOf(code).entries()) {
    context.fillStyle = isWhite ? '#fff' : '#000';
    const [column, row] = [cell % CODE_COLUMNS, Math.floor(cell / CODE_COLUMNS)];
    context.fillRect(Math.floor(column * across), Math.floor(row * down), Math.ceil(across), Math.ceil(down));
  }
}

let small: CanvasRenderingContext2D | undefined;

/** Reads the code of what is shown now; `undefined` where there is none, or none that is whole. */
export function readCode(picture: HTMLCanvasElement | HTMLVideoElement): PictureCode | undefined {
  const isVideo = picture instanceof HTMLVideoElement;
  const [width, height] = isVideo
    ? [picture.videoWidth, picture.videoHeight]
    : [picture.width, picture.height];
  if (width === 0 || height === 0) return undefined;
  small ??= smallCanvas();
  const [across, down] = [small.canvas.width, small.canvas.height];
  small.drawImage(picture, 0, 0, width, height * CODE_HEIGHT, 0, 0, across, down);
  const { data } = small.getImageData(0, 0, across, down);
  const cells = Array.from({ length: CODE_COLUMNS * CODE_ROWS }, (_, cell) => cell);
  return codeOf(cells.map((cell) => lightOf(data, across, cell)));
}

/** The picture of this accessible name, once it is in the document, wherever it stands. */
export function pictureNamed(name: string): HTMLCanvasElement | HTMLVideoElement | undefined {
  return find(document, name);
}

/** Looks into shadow roots, too. */
function find(root: Document | ShadowRoot, name: string): HTMLCanvasElement | HTMLVideoElement | undefined {
  for (const element of root.querySelectorAll('*')) {
    const isPicture = element instanceof HTMLCanvasElement || element instanceof HTMLVideoElement;
    if (isPicture && element.ariaLabel === name) return element;
    const inside = element.shadowRoot && find(element.shadowRoot, name);
    if (inside) return inside;
  }
  return undefined;
}

function lightOf(data: Uint8ClampedArray, across: number, cell: number): number {
  const [column, row] = [cell % CODE_COLUMNS, Math.floor(cell / CODE_COLUMNS)];
  let sum = 0;
  for (const y of [1, 2])
    for (const x of [1, 2]) {
      const at = 4 * ((row * SAMPLES + y) * across + column * SAMPLES + x);
      sum += 0.3 * (data[at] ?? 0) + 0.59 * (data[at + 1] ?? 0) + 0.11 * (data[at + 2] ?? 0);
    }
  return sum / 4;
}

function smallCanvas(): CanvasRenderingContext2D {
  const size = { width: CODE_COLUMNS * SAMPLES, height: CODE_ROWS * SAMPLES };
  const canvas = Object.assign(document.createElement('canvas'), size);
  return canvas.getContext('2d', { willReadFrequently: true }) ?? notHere('a canvas');
}

/** A page of text on which somebody types: a word more in each picture. */
function drawText(context: CanvasRenderingContext2D, count: number): void {
  const { width, height } = context.canvas;
  const top = height * CODE_HEIGHT;
  const line = (height - top) / (LINES + 2);
  context.fillStyle = '#fbfaf7';
  context.fillRect(0, top, width, height - top);
  context.fillStyle = '#26323a';
  context.font = `${Math.round(line * 0.7)}px sans-serif`;
  const perLine = Math.floor(WORDS.length / 2);
  const typed = count % (LINES * perLine);
  for (let at = 0; at * perLine <= typed; at++) {
    const from = (at % 2) * perLine;
    const words = WORDS.slice(from, from + Math.min(perLine, typed - at * perLine + 1));
    context.fillText(words.join(' '), line, top + (at + 1.5) * line, width - 2 * line);
  }
}

const DISCS = 60;

/** Coloured discs that fly about, on a ground that changes: there is nothing that a frame could leave out. */
function drawFilm(context: CanvasRenderingContext2D, count: number): void {
  const { width, height } = context.canvas;
  const top = height * CODE_HEIGHT;
  context.fillStyle = `hsl(${count % 360} 40% 40%)`;
  context.fillRect(0, top, width, height - top);
  for (let disc = 0; disc < DISCS; disc++) {
    const turn = (count * (1 + (disc % 7))) / 30 + disc;
    const x = (width / 2) * (1 + Math.sin(turn));
    const y = top + ((height - top) / 2) * (1 + Math.cos(turn * 1.3));
    context.fillStyle = `hsl(${(disc * 47 + count) % 360} 80% 60%)`;
    context.beginPath();
    context.arc(x, y, height / 12, 0, 2 * Math.PI);
    context.fill();
  }
}

function notHere(what: string): never {
  throw new Error(`Cannot draw the picture of a test: this browser has no ${what}.`);
}
