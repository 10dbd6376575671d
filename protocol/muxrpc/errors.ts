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

/** The message of an error body, whatever a peer wrote there. */
export function decodeError(body: Uint8Array): string {
  const text = decoder.decode(body);
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && 'message' in value) return String(value.message);
    return typeof value === 'string' ? value : text;
  } catch {
    return text;
  }
}
