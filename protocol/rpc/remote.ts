import * as v from 'valibot';
import { ConnectionEnded, RemoteError, UnknownAnswer } from '../muxrpc/errors.ts';
import { BodyType, bodyOf, bodyTypeOf } from '../muxrpc/frame.ts';
import type { CallType } from '../muxrpc/request.ts';
import type { Receiver, Stream } from '../muxrpc/stream.ts';
import type { AnyMethod, Contract } from './method.ts';
import { SourceReader } from './source-reader.ts';

type ArgsOf<M extends AnyMethod> = v.InferInput<M['args']>;
type ResultOf<M extends AnyMethod> = v.InferOutput<M['result']>;

/** How a method is called from the other side: a promise, an async iterable, or the stream itself. */
export type Call<M extends AnyMethod> = M['type'] extends 'source'
  ? (...args: ArgsOf<M>) => SourceReader<ResultOf<M>>
  : M['type'] extends 'duplex' | 'sink'
    ? (...args: ArgsOf<M>) => Stream
    : (...args: ArgsOf<M>) => Promise<ResultOf<M>>;

/** A contract, seen by whoever calls it. */
export type Remote<C extends Contract> = { readonly [Name in keyof C]: Call<C[Name]> };

/** What can be asked: a connection, or anything that passes requests on. */
export interface Asker {
  request(name: string, type: CallType, args: readonly unknown[]): Stream;
}

/**
 * The remote side of a contract. Calls reject with {@link RemoteError} where the other side refuses or answers
 * what the contract does not say, and with {@link ConnectionEnded} where it went away.
 */
export function remoteOf<C extends Contract>(contract: C, asker: Asker): Remote<C> {
  const calls = Object.entries(contract).map(([name, method]) => {
    const call = (...args: readonly unknown[]): unknown => {
      const stream = asker.request(name, method.type, args);
      if (method.type === 'source')
        return new SourceReader(stream, (frame) => readResult(name, method, frame));
      return stream.isCall ? answerOf(name, method, stream) : stream;
    };
    return [name, call];
  });
  return Object.fromEntries(calls) as Remote<C>;
}

function answerOf(name: string, method: AnyMethod, stream: Stream): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const receiver: Receiver = {
      onFrame: (frame) => {
        try {
          resolve(readResult(name, method, frame));
        } catch (error) {
          reject(error);
        }
      },
      onEnd: (error = '') => reject(stream.lost ? new ConnectionEnded() : new RemoteError(error)),
    };
    stream.receiver = receiver;
  });
}

const decoder = new TextDecoder();

/** The value of a frame, by its body type. Bytes are copied (`slice` of Node's buffers would not). */
export function frameValue(frame: Uint8Array): unknown {
  const body = bodyOf(frame);
  const type = bodyTypeOf(frame[0] ?? 0);
  if (type === BodyType.binary) return new Uint8Array(body);
  const text = decoder.decode(body);
  return type === BodyType.json ? JSON.parse(text) : text;
}

function readResult(name: string, method: AnyMethod, frame: Uint8Array): unknown {
  let value: unknown;
  try {
    value = frameValue(frame);
  } catch {
    throw new UnknownAnswer(`${name} answered something that is not JSON`);
  }
  const read = v.safeParse(method.result, value, { abortEarly: true });
  if (read.success) return read.output;
  throw new UnknownAnswer(`${name} answered what its contract does not say: ${read.issues[0].message}`);
}
