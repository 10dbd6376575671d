import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { VirtualClock } from '@open-rooms/protocol/testing';
import { testTerminal } from '../test-terminal.ts';
import { Progress, type ProgressOptions, progressStyle } from './progress.ts';

function progress(style: ProgressOptions['style'], total?: number) {
  const clock = new VirtualClock();
  const terminal = testTerminal({ isTTY: style === 'redraw' });
  const told = new Progress({ output: terminal.stderr, clock, style, total, word: 'sent' });
  return { clock, terminal, told };
}

describe('progress', () => {
  test('is one line of a terminal, redrawn, with what is left where the size is known', () => {
    const { clock, terminal, told } = progress('redraw', 10_000_000);
    told.add(1_000_000);
    clock.advance(1000);
    assert.equal(
      terminal.complained.split('\r\u001b[K').at(-1),
      'sent 1.0 MB of 10.0 MB   10%   1.0 MB/s   9.0 s left',
    );
    told.add(9_000_000);
    clock.advance(1000);
    told.done();
    assert.ok(terminal.complained.endsWith('\r\u001b[Ksent 10.0 MB in 2.0 s, 5.0 MB/s\n'));
    assert.equal(clock.waiting, 0);
  });

  test('shows the rate of late: one that stands still falls to nothing', () => {
    const { clock, terminal, told } = progress('redraw');
    told.add(3_000_000);
    clock.advance(1000);
    assert.ok(terminal.complained.endsWith('sent 3.0 MB   3.0 MB/s'));
    clock.advance(5000);
    assert.ok(terminal.complained.endsWith('sent 3.0 MB   0 bytes/s'));
    told[Symbol.dispose]();
  });

  test('a sentence stands above the line', () => {
    const { clock, terminal, told } = progress('redraw');
    told.say('Delivered.');
    told.add(6);
    clock.advance(200);
    told.say('They have accepted.');
    told[Symbol.dispose]();
    assert.equal(
      terminal.complained,
      'Delivered.\nsent 6 bytes   30 bytes/s\r\u001b[KThey have accepted.\nsent 6 bytes   30 bytes/s\r\u001b[K',
    );
  });

  test('in a log it is a line a second, and elsewhere nothing but sentences', () => {
    const log = progress('lines', 4000);
    for (let second = 0; second < 2; second++) {
      log.told.add(1000);
      log.clock.advance(1000);
    }
    log.told.done();
    assert.deepEqual(log.terminal.complained.split('\n'), [
      'sent 1.0 kB of 4.0 kB   25%   1.0 kB/s   3.0 s left',
      'sent 2.0 kB of 4.0 kB   50%   1.0 kB/s   2.0 s left',
      'sent 2.0 kB in 2.0 s, 1.0 kB/s',
      '',
    ]);
    const none = progress('none', 4000);
    none.told.add(1000);
    none.clock.advance(5000);
    none.told.done();
    assert.equal(none.terminal.complained, '');
    const { stderr } = testTerminal();
    assert.deepEqual([progressStyle(stderr, true), progressStyle(stderr, false)], ['lines', 'none']);
  });
});
