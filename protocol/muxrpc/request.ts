/** How a method is called. `sync` is an `async` whose answer needs no waiting: the same on the wire. */
export type CallType = 'async' | 'sync' | 'source' | 'sink' | 'duplex';

const CALL_TYPES: readonly string[] = ['async', 'sync', 'source', 'sink', 'duplex'] satisfies CallType[];

export interface Request {
  /** The method, dotted: `tunnel.connect`. */
  readonly name: string;
  readonly args: readonly unknown[];
  /** What the caller said; stock JavaScript clients leave it out on async calls. */
  readonly type: CallType | undefined;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/** A request's body. `sync` is a matter of whoever answers: Go peers refuse a call that says it. */
export function encodeRequest({ name, args, type }: Request): Uint8Array {
  const wireType = type === 'sync' ? 'async' : type;
  return encoder.encode(JSON.stringify({ name: name.split('.'), args, type: wireType }));
}

/**
 * Lists and objects inside each other, in one request. What walks through arguments and writes them back does so by
 * calling itself: 8,000 brackets end the program.
 */
const MAX_NESTING = 32;

/** Reads a request's body. Names come as a list or, from Go peers, as a bare string. A problem is a sentence. */
export function decodeRequest(body: Uint8Array): Request | string {
  let value: unknown;
  try {
    const text = decoder.decode(body);
    if (isDeep(text)) return `invalid request, nested more than ${MAX_NESTING} deep`;
    value = JSON.parse(text);
  } catch {
    return 'invalid request, the body is not JSON';
  }
  if (typeof value !== 'object' || value === null) return 'invalid request, the body should be an object';
  const { name, args, type } = value as { name?: unknown; args?: unknown; type?: unknown };
  const path = typeof name === 'string' ? [name] : name;
  if (!Array.isArray(path) || path.length === 0 || !path.every((part) => typeof part === 'string')) {
    return 'invalid request, name should be a string or a list of strings';
  }
  if (!Array.isArray(args)) return `invalid request, args should be array, was: ${typeof args}`;
  if (type !== undefined && !isCallType(type)) return 'invalid request, type should be a muxrpc type';
  return { name: path.join('.'), args, type };
}

/** Whether a JSON text is nested too deep to be worth reading. */
function isDeep(text: string): boolean {
  if (text.length < MAX_NESTING) return false;
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === BACKSLASH) at++;
      else if (code === QUOTE) inString = false;
    } else if (code === QUOTE) inString = true;
    else if (code === OPEN_LIST || code === OPEN_OBJECT) {
      if (++depth > MAX_NESTING) return true;
    } else if (code === CLOSE_LIST || code === CLOSE_OBJECT) depth--;
  }
  return false;
}

const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [
  0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d,
];

function isCallType(type: unknown): type is CallType {
  return typeof type === 'string' && CALL_TYPES.includes(type);
}
