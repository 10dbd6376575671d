import type { Log, LogFields } from '../../observe/log.ts';

/** A log in memory: each line its level, its sentence and its fields. */
export function testLog(): { readonly log: Log; readonly lines: string[] } {
  const lines: string[] = [];
  const at = (level: string) => (sentence: string, fields?: LogFields) => {
    lines.push(`${level}: ${sentence}${fields === undefined ? '' : ` ${JSON.stringify(fields)}`}`);
  };
  return { lines, log: { error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') } };
}
