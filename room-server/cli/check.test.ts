import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { stepLine } from './check.ts';
import { PLAIN, styleOf } from './style.ts';
import { testTerminal } from './test-terminal.ts';

const step: Parameters<typeof stepLine>[0] = {
  name: 'isRoom',
  outcome: 'ok',
  sentence: 'It is a room.',
  milliseconds: 0.2,
};

describe('a step of a check', () => {
  test('has a mark of its own for each outcome, so that nothing is told by colour alone', () => {
    const lines = (['ok', 'warning', 'failed', 'skipped'] as const).map((outcome) =>
      stepLine({ ...step, outcome }, PLAIN),
    );
    assert.deepEqual(lines, [
      '  ✓ isRoom      It is a room. (1 ms)',
      '  ! isRoom      It is a room. (1 ms)',
      '  ✗ isRoom      It is a room. (1 ms)',
      '  - isRoom      It is a room. (1 ms)',
    ]);
  });

  test('that failed is strong on a terminal', () => {
    const terminal = testTerminal({ isTTY: true });
    const line = stepLine({ ...step, outcome: 'failed' }, styleOf(terminal.stdout, terminal.env));
    assert.ok(line.includes('\u001b[1m'));
  });

  test('cannot command the terminal with what it quotes of the room', () => {
    const line = stepLine({ ...step, sentence: 'called "\u001b[2J"' }, PLAIN);
    assert.equal(line, '  ✓ isRoom      called "\\u{1b}[2J" (1 ms)');
  });
});
