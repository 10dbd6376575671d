import { readFileSync } from 'node:fs';
import { StartError } from '../running-server.ts';
import type { Config } from './config.ts';
import { isSettingKey, SETTING_KEYS, SETTINGS } from './settings.ts';

/** A config file, its values spelled as a flag would be. */
export interface ConfigFile {
  readonly path: string;
  readonly spellings: ReadonlyMap<keyof Config, string>;
}

/**
 * Reads a config file: one JSON object whose keys are those of the table of settings, whose values are text,
 * whole numbers, `true` or `false`; lists of texts where a flag may be given again.
 *
 * @throws {StartError} `bad-setting` where it cannot be read, is no such object, or holds a key that is no
 * setting: a typing error that went unseen would start another room than the one meant.
 */
export function readConfigFile(path: string): ConfigFile {
  const spellings = new Map<keyof Config, string>();
  for (const [key, value] of Object.entries(readObject(path))) {
    if (!isSettingKey(key)) {
      throw new StartError(
        'bad-setting',
        `Cannot use the config file ${path}: "${key}" is no setting; the settings are ${SETTING_KEYS.join(', ')}.`,
      );
    }
    spellings.set(key, spell(path, key, value));
  }
  return { path, spellings };
}

function readObject(path: string): object {
  const text = readText(path);
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new StartError('bad-setting', `Cannot use the config file ${path}: it is no JSON (${why}).`, {
      cause,
    });
  }
  throw new StartError(
    'bad-setting',
    `Cannot use the config file ${path}: it has to be one JSON object, such as {"port": 8008}.`,
  );
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new StartError('bad-setting', `Cannot read the config file ${path}: ${why}.`, { cause });
  }
}

function spell(path: string, key: keyof Config, value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return String(value);
  if (SETTINGS[key].isList === true && Array.isArray(value) && value.every((one) => typeof one === 'string'))
    return value.join(' ');
  throw new StartError(
    'bad-setting',
    `Cannot use the config file ${path}: "${key}" has to be text, a number, true or false, not ${JSON.stringify(value)}.`,
  );
}
