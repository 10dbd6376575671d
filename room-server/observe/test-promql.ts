/** What an expression asks for. */
export interface Selector {
  readonly metric: string;
  /** The labels that it is selected by, with the value where it is one. */
  readonly labels: ReadonlyMap<string, string | undefined>;
  /** Whether it is a range, `[5m]`, and not an instant. */
  readonly isRange: boolean;
  /** The function around it, if any. */
  readonly within: string | undefined;
  /** Labels that the sum around it is grouped by. */
  readonly by: readonly string[];
}

const TOKEN =
  /\s*(?:(?<word>[a-zA-Z_:$][\w:]*)|(?<number>\d+(?:\.\d+)?)|(?<text>"(?:\\.|[^"\\])*")|(?<sign>=~|!~|!=|==|>=|<=|[-+*/%<>=(){}[\],]))/y;

const BINARY = new Set(['+', '-', '*', '/', '%', '>', '<', '>=', '<=', '==', '!=', 'and', 'or', 'unless']);
const SUMS = new Set(['sum', 'min', 'max', 'avg', 'count']);
const RANGED = new Set(['rate', 'increase', 'changes']);
const PLAIN = new Set(['time']);

/**
 * Reads as much of PromQL as our dashboard and our alerts are written in. Throws where they are not: a misspelt function,
 * a bracket that is left open.
 */
export function readPromql(text: string): readonly Selector[] {
  return new Reader(text).read();
}

/** What stands around a part of an expression. */
type Around = Pick<Selector, 'within' | 'by'>;

class Reader {
  readonly #text: string;
  readonly #tokens: readonly string[];
  readonly #selectors: Selector[] = [];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokensOf(text);
  }

  read(): readonly Selector[] {
    this.#expression({ within: undefined, by: [] });
    if (this.#peek() !== undefined) this.#refuse(`${this.#peek()} is too much`);
    return this.#selectors;
  }

  #peek(): string | undefined {
    return this.#tokens[this.#at];
  }

  #refuse(why: string): never {
    throw new Error(`"${this.#text}": ${why}`);
  }

  #take(wanted?: string): string {
    const token = this.#tokens[this.#at++];
    if (token === undefined || (wanted !== undefined && token !== wanted))
      this.#refuse(`${wanted ?? 'more'} is missing, found ${token ?? 'the end'}`);
    return token;
  }

  #list(close: string, each: () => void): void {
    while (this.#peek() !== close) {
      each();
      if (this.#peek() !== close) this.#take(',');
    }
    this.#take(close);
  }

  #expression(around: Around): void {
    this.#operand(around);
    while (BINARY.has(this.#peek() ?? '')) {
      this.#take();
      this.#operand(around);
    }
  }

  #inBrackets(around: Around): void {
    this.#take('(');
    this.#expression(around);
    this.#take(')');
  }

  #operand(around: Around): void {
    const token = this.#peek() ?? '';
    if (token === '(') return this.#inBrackets(around);
    this.#take();
    if (SUMS.has(token)) return this.#inBrackets({ within: undefined, by: this.#grouping() });
    if (RANGED.has(token)) return this.#inBrackets({ ...around, within: token });
    if (PLAIN.has(token)) return this.#list(this.#take('(') && ')', () => this.#refuse('time takes nothing'));
    if (/^[a-z]/.test(token)) return this.#selector(token, around);
    if (!/^\d/.test(token)) this.#refuse(`${token} is no operand`);
  }

  #grouping(): readonly string[] {
    const by: string[] = [];
    if (this.#peek() !== 'by' && this.#peek() !== 'without') return by;
    this.#take();
    this.#take('(');
    this.#list(')', () => by.push(this.#take()));
    return by;
  }

  #selector(metric: string, around: Around): void {
    const labels = new Map<string, string | undefined>();
    if (this.#peek() === '{') {
      this.#take();
      this.#list('}', () => {
        const [name, sign, value] = [this.#take(), this.#take(), this.#take()];
        labels.set(name, sign === '=' ? String(JSON.parse(value)) : undefined);
      });
    }
    this.#selectors.push({ ...around, metric, labels, isRange: this.#window() });
  }

  #window(): boolean {
    if (this.#peek() !== '[') return false;
    this.#take();
    const window = this.#take() + (this.#peek() === ']' ? '' : this.#take());
    if (!/^(\d+[smhd]|\$__rate_interval)$/.test(window)) this.#refuse(`${window} is no time`);
    this.#take(']');
    return true;
  }
}

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (text.slice(TOKEN.lastIndex).trim() !== '') {
    const from = TOKEN.lastIndex;
    const found = TOKEN.exec(text);
    if (found === null) throw new Error(`"${text}" cannot be read from "${text.slice(from)}" on`);
    tokens.push(found[0].trim());
  }
  return tokens;
}
