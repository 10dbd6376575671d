/** What a coded picture says. */
export interface PictureCode {
  /** Which source drew it, from 0 to 15. */
  readonly source: number;
  /** When it was drawn: milliseconds since 1970, of which only the lower 28 bits are kept. */
  readonly at: number;
}

/** A picture that was read back. */
export interface Seen extends PictureCode {
  /** How old it was, in milliseconds. */
  readonly age: number;
}

/** Cells of the code, which fills the upper quarter of a picture. At 320x180 each is 20x15 pixels, and still read. */
export const CODE_COLUMNS = 16;
export const CODE_ROWS = 3;

/** The part of the picture's height that the code fills. */
export const CODE_HEIGHT = 1 / 4;

/** White and black that are always there: what is white, and what is black, is told from them. */
const MARKS = [true, false, false, true];

const SOURCE_BITS = 4;
const TIME_BITS = 28;
/** One picture of some thousands that are torn or washed out would be read wrongly. */
const CHECK_BITS = 12;

/** Some three days: far longer than any picture is on its way. */
const TIME_SPAN = 2 ** TIME_BITS;

/** Of 255: what is flatter than this is no code. */
const LEAST_CONTRAST = 64;

/** The cells of a code, row by row: whether each is white. */
export function cellsOf({ source, at }: PictureCode): readonly boolean[] {
  const time = at % TIME_SPAN;
  const bits = [...bitsOf(source, SOURCE_BITS), ...bitsOf(time, TIME_BITS)];
  return [...MARKS, ...bits, ...bitsOf(checkOf(source, time), CHECK_BITS)];
}

/** Reads a code from how light its cells are, 0 to 255; `undefined` where there is none that can be trusted. */
export function codeOf(lights: readonly number[]): PictureCode | undefined {
  const marks = (isWhite: boolean) => mean(lights.filter((_, cell) => MARKS[cell] === isWhite));
  const [white, black] = [marks(true), marks(false)];
  if (lights.length !== CODE_COLUMNS * CODE_ROWS || white - black < LEAST_CONTRAST) return undefined;
  const bits = lights.slice(MARKS.length).map((light) => light > (white + black) / 2);
  const source = numberOf(bits.slice(0, SOURCE_BITS));
  const at = numberOf(bits.slice(SOURCE_BITS, SOURCE_BITS + TIME_BITS));
  const check = numberOf(bits.slice(SOURCE_BITS + TIME_BITS));
  return check === checkOf(source, at) ? { source, at } : undefined;
}

/** Milliseconds since a picture was drawn, at `now` by the clock that was drawn. */
export function ageOf({ at }: PictureCode, now: number): number {
  return (now - at + TIME_SPAN) % TIME_SPAN;
}

function bitsOf(value: number, count: number): boolean[] {
  return Array.from({ length: count }, (_, place) => Math.floor(value / 2 ** (count - 1 - place)) % 2 === 1);
}

function numberOf(bits: readonly boolean[]): number {
  return bits.reduce((value, bit) => value * 2 + Number(bit), 0);
}

/** Bits that depend on all others: each step mixes what is above into what is below. */
function checkOf(source: number, time: number): number {
  let mixed = source * TIME_SPAN + time;
  for (const factor of [0x45d9f3b, 0x119de1f3]) mixed = Math.imul(mixed ^ (mixed >>> 16), factor);
  return mixed >>> (32 - CHECK_BITS);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
