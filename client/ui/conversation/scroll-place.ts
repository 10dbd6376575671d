/** A line and where it stands, so that it can be put there again whatever came above it. */
interface Anchor {
  readonly id: string;
  /** From the upper edge of what is seen, in CSS pixels. */
  readonly offset: number;
}

/** So near to the end of a log counts as at it, in CSS pixels: a line and a half. */
const AT_END_PX = 40;

/**
 * Where somebody stands in a log that changes above and below them: at its end, which they stay at, or at a line, which
 * stays where it is. Browsers do the latter only for what grows in place, and some not at all.
 */
export class ScrollPlace {
  readonly #scroller: HTMLElement;
  readonly #lines: HTMLElement;
  #anchor: Anchor | undefined;
  #lastTop = 0;
  #isAtEnd = true;

  /** @param lines holds one element for each line, in order, with `data-id` */
  constructor(scroller: HTMLElement, lines: HTMLElement) {
    this.#scroller = scroller;
    this.#lines = lines;
  }

  get isAtEnd(): boolean {
    return this.#isAtEnd;
  }

  /** The line that stays where it is; `undefined` at the end. */
  get line(): string | undefined {
    return this.#isAtEnd ? undefined : this.#anchor?.id;
  }

  /**
   * The person, or the page itself, has scrolled. Only who goes up leaves the end: what grows below moves it away, too.
   * @param hasAll whether the last line that is rendered is the last that there is
   */
  scrolled(hasAll: boolean): void {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    const distance = scrollHeight - clientHeight - scrollTop;
    if (distance <= AT_END_PX) this.#isAtEnd = hasAll;
    else if (scrollTop < this.#lastTop - 1) this.#isAtEnd = false;
    this.#lastTop = scrollTop;
    this.#anchor = this.#isAtEnd ? undefined : this.#find();
  }

  toEnd(): void {
    this.#isAtEnd = true;
    this.#anchor = undefined;
    this.restore();
  }

  /** Puts back what has moved. */
  restore(): void {
    const scroller = this.#scroller;
    if (this.#isAtEnd) scroller.scrollTop = scroller.scrollHeight;
    else if (this.#anchor !== undefined) {
      const line = this.#line(this.#anchor.id);
      if (line !== undefined) scroller.scrollTop += topOf(line) - topOf(scroller) - this.#anchor.offset;
    }
    this.#lastTop = scroller.scrollTop;
  }

  #line(id: string): Element | undefined {
    return [...this.#lines.children].find((line) => line.getAttribute('data-id') === id);
  }

  /** The first line that is seen, found by halves. */
  #find(): Anchor | undefined {
    const lines = this.#lines.children;
    const edge = topOf(this.#scroller);
    let low = 0;
    let high = lines.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((lines[middle]?.getBoundingClientRect().bottom ?? 0) > edge) high = middle;
      else low = middle + 1;
    }
    const line = lines[low];
    const id = line?.getAttribute('data-id');
    return line && id ? { id, offset: topOf(line) - edge } : undefined;
  }
}

function topOf(element: Element): number {
  return element.getBoundingClientRect().top;
}
