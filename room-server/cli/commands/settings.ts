import type { OperationResult } from '@open-rooms/protocol';
import type { Command } from 'commander';
import { printable } from '../../observe/printable.ts';
import { StartError } from '../../running-server.ts';
import type { Terminal } from '../terminal.ts';
import { roomCommand } from './room-act.ts';

const HELP = {
  description: 'What the room is set to: name, description, listed, language, address-days.',
  after: `
listed        whether the server's front page shows the room: true or false
language      of notices that have no translation, by its tag: en, pt-BR
address-days  how long addresses stay in the audit log; 0 keeps none

Examples:
  open-rooms settings
  open-rooms settings set name "Garden"
  open-rooms settings set listed false`,
};

type Settings = OperationResult<'settings.get'>;

/** How settings are called on the command line, and in the contract. The mode has a command of its own. */
const NAMES = {
  name: 'name',
  description: 'description',
  mode: 'mode',
  listed: 'listed',
  language: 'language',
  'address-days': 'addressDays',
} as const satisfies Readonly<Record<string, keyof Settings>>;
type Name = keyof typeof NAMES;

/** `open-rooms settings`. */
export function declareSettings(
  program: Command,
  terminal: Terminal,
  ended: (exitCode: number) => void,
): void {
  const { act } = roomCommand(program, 'settings', HELP, terminal, ended);
  act({
    words: 'list',
    description: 'Print all; what runs where nothing is named.',
    operation: 'settings.get',
    input: () => ({}),
    show: (settings) =>
      Object.keys(NAMES).map((name) => `${name.padEnd(14)}${textOf(settings, nameOf(name))}`.trimEnd()),
  });
  act({
    words: 'get <name>',
    description: 'Print one.',
    operation: 'settings.get',
    input: ({ words: [name = ''] }) => {
      nameOf(name);
      return {};
    },
    show: (settings, { words: [name = ''] }) => [textOf(settings, nameOf(name))],
    json: (settings, { words: [name = ''] }) => settings[NAMES[nameOf(name)]],
  });
  act({
    words: 'set <name> <value>',
    description: 'Change one.',
    operation: 'settings.set',
    input: ({ words: [name = '', value = ''] }) => ({
      [NAMES[nameOf(name)]]: readValue(nameOf(name), value),
    }),
    show: (settings, { words: [name = ''] }) => [`${name} is ${textOf(settings, nameOf(name))} now.`],
  });
}

function textOf(settings: Settings, name: Name): string {
  return printable(String(settings[NAMES[name]]));
}

function nameOf(text: string): Name {
  if (isName(text)) return text;
  throw new StartError(
    'bad-usage',
    `Cannot find the setting ${JSON.stringify(text)}: there are ${Object.keys(NAMES).join(', ')}.`,
  );
}

function isName(text: string): text is Name {
  return Object.hasOwn(NAMES, text);
}

/** A value of the type that the setting has. */
function readValue(name: Name, text: string): unknown {
  const refuse = (what: string) =>
    new StartError('bad-usage', `Cannot use ${JSON.stringify(text)} for ${name}: it is ${what}.`);
  if (name === 'listed') {
    if (text !== 'true' && text !== 'false') throw refuse('true or false');
    return text === 'true';
  }
  if (name !== 'address-days') return text;
  if (!/^\d{1,6}$/.test(text)) throw refuse('a whole number of days');
  return Number(text);
}
