import type { OperationResult } from '@open-rooms/protocol';
import { type Command, Option } from 'commander';
import { printable } from '../../observe/printable.ts';
import { StartError } from '../../running-server.ts';
import { tableLines } from '../administration/table.ts';
import { localMinute } from '../administration/times.ts';
import type { Style } from '../style.ts';
import type { Terminal } from '../terminal.ts';
import { asking, type RoomCommand, roomCommand, type Said } from './room-act.ts';

const HELP = {
  description: 'What the room says of itself on its pages: list, show, set, remove.',
  after: `
NAME is description, code-of-conduct, privacy-policy or news; the text is
Markdown, one for each language.

Examples:
  open-rooms notices set privacy-policy --language en --title Privacy p.md
  echo "Tea at five." | open-rooms notices set news --language en
  open-rooms notices show news --language en
  open-rooms notices remove news --language de`,
};

/** `open-rooms notices`. */
export function declareNotices(
  program: Command,
  terminal: Terminal,
  ended: (exitCode: number) => void,
): void {
  const command = roomCommand(program, 'notices', HELP, terminal, ended);
  command.act({
    words: 'list',
    description: 'List them; what runs where nothing is named.',
    operation: 'notices.list',
    input: () => ({}),
    show: (notices, _said, style) =>
      tableLines(
        ['NOTICE', 'LANGUAGE', 'CHANGED'],
        notices.map(({ name, language, title, updatedAt }) => ({
          cells: [name, language, localMinute(updatedAt)],
          more: [title],
        })),
        'None yet. Write one: open-rooms notices set NAME --language en FILE',
        style,
      ),
  });
  command.act({
    words: 'show <name>',
    description: 'Print one.',
    options: [new Option('--language <TAG>', 'In which language. [the first there is]')],
    operation: 'notices.list',
    input: () => ({}),
    show: (notices, said, style) => shown(found(notices, said), style, terminal.stdout.isTTY === true),
    json: found,
  });
  declareSet(command);
  command.act({
    words: 'remove <name>',
    description: 'Remove one in one language.',
    options: [languageOption()],
    operation: 'notices.remove',
    input: ({ words: [name], flags: { language } }) => ({ name, language }),
    show: (_done, { words: [name], flags: { language } }) => [`The notice ${name} (${language}) is gone.`],
  });
}

/** The text comes from elsewhere, so that it is read before the operation is asked. */
function declareSet(command: RoomCommand): void {
  const options = [languageOption(), new Option('--title <TEXT>', 'Its heading. [none]')];
  command.run(
    'set <name> [file]',
    'Write one in one language, out of a file or stdin.',
    options,
    async (said, config, terminal) => {
      const { readNoticeText } = await import('../administration/notice-text.ts');
      const [name, file] = said.words;
      const content = await readNoticeText(file, terminal);
      const { language, title } = said.flags;
      const act = {
        words: 'set',
        description: '',
        operation: 'notices.set',
        input: () => ({ name, language, title, content }),
        show: (notice: Notice) => [
          `The notice ${notice.name} (${notice.language}) is on the pages of the room.`,
        ],
      } as const;
      return asking(act, said, config, terminal);
    },
  );
}

type Notice = OperationResult<'notices.set'>;

function languageOption(): Option {
  return new Option('--language <TAG>', 'Of which language: en, pt-BR.').makeOptionMandatory();
}

function found(notices: readonly Notice[], { words: [name], flags: { language } }: Said): Notice {
  const notice = notices.find(
    (candidate) => candidate.name === name && (language === undefined || candidate.language === language),
  );
  if (notice !== undefined) return notice;
  const where = language === undefined ? '' : ` in the language "${language}"`;
  throw new StartError(
    'bad-usage',
    `Cannot show the notice "${name}": there is none${where}; "open-rooms notices" lists them.`,
  );
}

/** As it was written where it is piped; on a terminal nothing in it is obeyed. */
function shown({ title, content }: Notice, style: Style, isTerminal: boolean): readonly string[] {
  if (!isTerminal) return [content.replace(/\n$/, '')];
  const lines = content.trimEnd().split('\n').map(printable);
  return title === '' ? lines : [style.strong(printable(title)), '', ...lines];
}
