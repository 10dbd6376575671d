import type { Clock } from '@open-rooms/protocol';
import type { Output } from '../terminal.ts';
import { bytesText, secondsText } from './amounts.ts';

/** Milliseconds after which a terminal shows how far it is, and a log is told. */
const REDRAW_AFTER = 200;
const LOG_LINE_AFTER = 1000;

/** The rate that is shown is that of the last so many milliseconds: what was sent before a pause says nothing of now. */
const RATE_OVER = 3000;

export interface ProgressOptions {
  readonly output: Output;
  readonly clock: Clock;
  /** `redraw` keeps it on one line of a terminal; `lines` adds one a second; `none` tells only sentences. */
  readonly style: 'redraw' | 'lines' | 'none';
  /** How many bytes it will be, where that is known. */
  readonly total: number | undefined;
  /** The word before the amount. */
  readonly word: 'sent' | 'received';
}

/** Tells on stderr how far something is. */
export class Progress implements Disposable {
  readonly #options: ProgressOptions;
  readonly #begun: number;
  #samples: { readonly at: number; readonly bytes: number }[] = [];
  #bytes = 0;
  #isDrawn = false;
  #timer: Disposable | undefined;

  constructor(options: ProgressOptions) {
    this.#options = options;
    this.#begun = options.clock.now();
    this.#samples.push({ at: this.#begun, bytes: 0 });
  }

  get bytes(): number {
    return this.#bytes;
  }

  add(bytes: number): void {
    this.#bytes += bytes;
    this.#plan();
  }

  /** Tells a sentence, above the line that is redrawn. */
  say(sentence: string): void {
    this.#clear();
    this.#options.output.write(`${sentence}\n`);
    if (this.#options.style === 'redraw' && this.#bytes > 0) this.#draw();
  }

  /** Tells the whole, for the last time. */
  done(): void {
    this[Symbol.dispose]();
    if (this.#options.style === 'none' || this.#bytes === 0) return;
    const seconds = Math.max(0.001, (this.#options.clock.now() - this.#begun) / 1000);
    const { word } = this.#options;
    const rate = bytesText(Math.round(this.#bytes / seconds));
    this.#options.output.write(`${word} ${bytesText(this.#bytes)} in ${secondsText(seconds)}, ${rate}/s\n`);
  }

  [Symbol.dispose](): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
    this.#clear();
  }

  #plan(): void {
    const { style, clock } = this.#options;
    if (style === 'none' || this.#timer !== undefined) return;
    this.#timer = clock.after(style === 'redraw' ? REDRAW_AFTER : LOG_LINE_AFTER, () => {
      this.#timer = undefined;
      this.#draw();
      // A transfer that stands still shows a rate that falls.
      if (style === 'redraw') this.#plan();
    });
  }

  #draw(): void {
    const { output, style } = this.#options;
    this.#clear();
    output.write(style === 'redraw' ? this.#line() : `${this.#line()}\n`);
    this.#isDrawn = style === 'redraw';
  }

  #line(): string {
    const { total, word } = this.#options;
    const rate = this.#rate();
    const speed = `${bytesText(Math.round(rate))}/s`;
    if (total === undefined || total === 0) return `${word} ${bytesText(this.#bytes)}   ${speed}`;
    const percent = `${Math.floor((100 * Math.min(this.#bytes, total)) / total)}%`;
    const left =
      rate > 0 && this.#bytes < total ? `   ${secondsText((total - this.#bytes) / rate)} left` : '';
    return `${word} ${bytesText(this.#bytes)} of ${bytesText(total)}   ${percent}   ${speed}${left}`;
  }

  /** Bytes a second of late. */
  #rate(): number {
    const now = this.#options.clock.now();
    this.#samples.push({ at: now, bytes: this.#bytes });
    const recent = this.#samples.findIndex(({ at }) => at >= now - RATE_OVER);
    this.#samples = this.#samples.slice(Math.max(0, recent - 1));
    const [first] = this.#samples;
    if (first === undefined || now <= first.at) return 0;
    return (1000 * (this.#bytes - first.bytes)) / (now - first.at);
  }

  /** Removes the line that is redrawn. */
  #clear(): void {
    if (this.#isDrawn) this.#options.output.write('\r\u001b[K');
    this.#isDrawn = false;
  }
}

/** How much is told: on a terminal always, elsewhere where somebody asks for it. */
export function progressStyle(output: Output, isWanted: boolean): ProgressOptions['style'] {
  if (output.isTTY === true) return 'redraw';
  return isWanted ? 'lines' : 'none';
}
