import type { Frame } from './frames.ts';

/** A request; without a type it is an async call, as JavaScript peers write it. */
export function asking(req: number, name: unknown, args: unknown[], type?: string): Frame {
  const stream = type === 'source' || type === 'duplex';
  return { req, stream, end: false, value: { name, args, ...(type !== undefined && { type }) } };
}

/** The answer to the async call `req`. */
export function answering(req: number, value: unknown): Frame {
  return { req: -req, stream: false, end: false, value };
}

/** The error that answers the async call `req`. */
export function refusing(req: number, message: string): Frame {
  return { req: -req, stream: false, end: true, value: errorOf(message) };
}

/** One value of a stream, sent with this number. */
export function flowing(req: number, value: unknown): Frame {
  return { req, stream: true, end: false, value };
}

/** The clean end of one direction of a stream. */
export function ending(req: number): Frame {
  return { req, stream: true, end: true, value: true };
}

/** The end of one direction of a stream with an error. */
export function failing(req: number, message: string): Frame {
  return { req, stream: true, end: true, value: errorOf(message) };
}

/** An error as the room writes it: no stack, which would tell its paths. */
function errorOf(message: string): object {
  return { message, name: 'Error', stack: '' };
}
