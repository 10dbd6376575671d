import { type DestinationStream, destination, pino, stdSerializers } from 'pino';
import type { LogLevel } from '../config/config.ts';
import { humanLine } from './log-line.ts';

/** Facts that go with a sentence: flat, so that none drags an object along that holds a secret. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined | Error>>;

/**
 * The log. `info` is what an admin would want to be told once (started, claimed, stopped), `warn` what they
 * could mend, `error` our own faults; what happens at every connection is `debug`, so that no stranger can fill
 * a disk. A sentence never holds a secret or what peers say to each other.
 */
export interface Log {
  error(sentence: string, fields?: LogFields): void;
  warn(sentence: string, fields?: LogFields): void;
  info(sentence: string, fields?: LogFields): void;
  debug(sentence: string, fields?: LogFields): void;
}

/**
 * Bytes of log that may wait for a slow reader of stderr. Beyond it new lines are dropped: the log never stops
 * the room, and never grows its memory.
 */
const WAITING_BYTES_MAX = 1_048_576;

/** Fields that are never written, whatever holds them. */
const SECRET_FIELDS = ['claim', 'code', 'invite', 'key', 'password', 'secret', 'seed', 'token'];

const STDERR = 2;

/** Where lines of the log go. */
export interface LogStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** The log of a process: one readable line each on a terminal, else one JSON object a line, on stderr. */
export function stderrLog(level: LogLevel, stderr: LogStream): Log {
  if (stderr.isTTY === true) return createLog(level, { write: (line) => stderr.write(humanLine(line)) });
  return createLog(level, destination({ dest: STDERR, sync: false, maxLength: WAITING_BYTES_MAX }));
}

/** A log that writes JSON lines to `stream`. */
export function createLog(level: LogLevel, stream: DestinationStream): Log {
  const log = pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { error: stdSerializers.err },
      redact: { paths: SECRET_FIELDS, censor: '(secret)' },
      messageKey: 'message',
    },
    stream,
  );
  return {
    error: (sentence, fields) => log.error(fields ?? {}, sentence),
    warn: (sentence, fields) => log.warn(fields ?? {}, sentence),
    info: (sentence, fields) => log.info(fields ?? {}, sentence),
    debug: (sentence, fields) => log.debug(fields ?? {}, sentence),
  };
}
