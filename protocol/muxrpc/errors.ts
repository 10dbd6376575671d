import { BodyType, bodyOf, bodyTypeOf } from './frame.ts';

/** The peer broke muxrpc, or a limit that protects us: the connection ends. */
export class ProtocolError extends Error {
  readonly code: 'frame-too-large' | 'bad-request-number' | 'answers-unread';

  constructor(code: ProtocolError['code'], sentence: string) {
    super(sentence);
    this.name = 'ProtocolError';
    this.code = code;
  }
}

/** What the other side answered instead of a result. Its sentence is theirs. */
export class RemoteError extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = 'RemoteError';
  }
}

/** The other side answered something that the contract does not know: it is of another version, or broken. */
export class UnknownAnswer extends RemoteError {}

/** How a stream ends whose connection did. */
export const CONNECTION_ENDED = 'the connection ended';

/** The connection ended before the answer came. */
export class ConnectionEnded extends Error {
  constructor(sentence = 'The connection ended before the answer came.') {
    super(sentence);
    this.name = 'ConnectionEnded';
  }
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** An error as muxrpc peers read it. The stack stays empty: it would tell strangers our paths. */
export function encodeError(sentence: string): Uint8Array {
  return encoder.encode(JSON.stringify({ message: sentence, name: 'Error', stack: '' }));
}

/** Errors of stock peers carry a stack of a few KiB. More is not parsed, nor passed on to whoever is told of it. */
export const MAX_ERROR_BYTES = 16 * 1024;

/** The message of an error body, whatever a peer wrote there. */
export function decodeError(body: Uint8Array): string {
  if (body.length > MAX_ERROR_BYTES) return `an error of ${body.length} bytes, which is not read`;
  const text = decoder.decode(body);
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && 'message' in value) return String(value.message);
    return typeof value === 'string' ? value : text;
  } catch {
    return text;
  }
}

/** The sentence of an end frame; `undefined` where the body is `true`, or nothing. */
export function endError(flags: number, frame: Uint8Array): string | undefined {
  const body = bodyOf(frame);
  if (body.length === 0) return undefined;
  const text = decodeError(body);
  return bodyTypeOf(flags) === BodyType.json && text === 'true' ? undefined : text;
}
