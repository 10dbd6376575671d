/** A longer line is told in pieces: whoever sends no line end fills no memory. */
const LINE_MAX_CHARS = 2000;

/**
 * Lines of text out of bytes, for as long as they are text: UTF-8 without a NUL. What comes once they were not is
 * counted alone.
 */
export class IncomingText {
  readonly #onLine: (line: string) => void;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  #line = '';
  #bytes = 0;
  #isText = true;

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  /** Bytes that came. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Whether all that came was text. */
  get isText(): boolean {
    return this.#isText;
  }

  push(bytes: Uint8Array): void {
    this.#bytes += bytes.length;
    this.#take(() => this.#decoder.decode(bytes, { stream: true }));
  }

  /** Tells the last line, which may have no end. */
  end(): void {
    this.#take(() => this.#decoder.decode());
    if (this.#isText && this.#line !== '') this.#onLine(this.#line);
    this.#line = '';
  }

  #take(decode: () => string): void {
    if (!this.#isText) return;
    const text = textOrNone(decode);
    if (text === undefined) {
      this.#isText = false;
      this.#line = '';
      return;
    }
    const lines = (this.#line + text).split('\n');
    this.#line = lines.pop() ?? '';
    for (const line of lines) this.#onLine(line.replace(/\r$/, ''));
    while (this.#line.length > LINE_MAX_CHARS) {
      this.#onLine(this.#line.slice(0, LINE_MAX_CHARS));
      this.#line = this.#line.slice(LINE_MAX_CHARS);
    }
  }
}

/** The beginning of something as text; `null` where it is none. A character that was cut at its end is left out. */
export function previewText(parts: readonly Uint8Array[]): string | null {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  return textOrNone(() => parts.map((part) => decoder.decode(part, { stream: true })).join('')) ?? null;
}

function textOrNone(decode: () => string): string | undefined {
  try {
    const text = decode();
    return text.includes('\0') ? undefined : text;
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
