import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Arrangement, layoutOf } from './inside-layout.ts';

const QUIET: Arrangement = { isStaged: false, isNarrow: false, isPanelOpen: true, side: 'chat' };
const STAGED: Arrangement = { ...QUIET, isStaged: true };

test('without a stage conversation and people stand beside each other', () => {
  assert.deepEqual(layoutOf(QUIET), {
    ...{ chat: 'shown', people: 'beside', isTabbed: false },
    classes: 'middle wide',
  });
  assert.equal(layoutOf({ ...QUIET, isPanelOpen: false }).people, 'away');
});

test('beside a stage there is one of both, or none', () => {
  const parts = (side: Arrangement['side']) => {
    const { chat, people, isTabbed } = layoutOf({ ...STAGED, side });
    return [chat, people, isTabbed];
  };
  assert.deepEqual(parts('chat'), ['shown', 'away', true]);
  assert.deepEqual(parts('people'), ['away', 'beside', true]);
  assert.deepEqual(parts('closed'), ['away', 'away', false]);
});

test('in a narrow window the people are a sheet, with a stage above or without', () => {
  for (const isStaged of [true, false]) {
    const narrow = { ...STAGED, isStaged, isNarrow: true };
    assert.deepEqual(layoutOf(narrow).people, 'sheet');
    assert.equal(layoutOf(narrow).chat, 'covered');
    assert.equal(layoutOf({ ...narrow, isPanelOpen: false }).chat, 'shown');
  }
});
