import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { ACTS } from './acts.ts';
import {
  isAbove,
  isNarrower,
  LASTING_ACTS,
  mayDo,
  mayGrant,
  PRIVACY_MODES,
  ROLES,
  STANDINGS,
  type Standing,
} from './permissions.ts';

const LETTERS: Readonly<Record<string, Standing>> = {
  O: 'owner',
  M: 'moderator',
  P: 'participant',
  V: 'viewer',
  E: 'external',
  I: 'invite',
};

/** The cells of the table that spec/roles.md publishes, typed by hand there: for each act who may, by mode. */
function published(): Map<string, readonly (readonly Standing[])[]> {
  const page = readFileSync(new URL('../../spec/roles.md', import.meta.url), 'utf8');
  const rows = [...page.matchAll(/^\| `([a-z-]+)` \|[^|]+\|([^|]+)\|([^|]+)\|([^|]+)\|$/gm)];
  return new Map(rows.map(([, act = '', ...cells]) => [act, cells.map((cell) => whoOf(act, cell))]));
}

function whoOf(act: string, cell: string): Standing[] {
  const letters = cell.trim() === '–' ? [] : cell.trim().split(' ');
  return letters.map((letter) => {
    const standing = LETTERS[letter];
    assert.ok(standing !== undefined, `"${letter}" at ${act} is nobody`);
    return standing;
  });
}

describe('the table of permissions', () => {
  test('is the one that is published, cell by cell', () => {
    const table = published();
    assert.deepEqual([...table.keys()], [...ACTS]);
    for (const act of ACTS)
      for (const [column, mode] of PRIVACY_MODES.entries()) {
        const expected = table.get(act)?.[column] ?? [];
        const may = STANDINGS.filter((standing) => mayDo(mode, standing, act));
        assert.deepEqual(
          may,
          STANDINGS.filter((standing) => expected.includes(standing)),
          `${act}, ${mode}`,
        );
      }
  });

  test('says who is narrowed: of all acts, or of those that go on', () => {
    const at = (mode: 'open' | 'community' | 'restricted', standing: Standing) => ({ mode, standing });
    assert.ok(isNarrower(at('open', 'moderator'), at('open', 'participant')));
    assert.ok(!isNarrower(at('open', 'participant'), at('open', 'moderator')));
    assert.ok(isNarrower(at('open', 'participant'), at('open', 'external')), 'no alias any more');
    assert.ok(isNarrower(at('open', 'external'), at('open', 'viewer')), 'may not share');
    assert.ok(isNarrower(at('community', 'owner'), at('restricted', 'owner')), 'no alias any more');
    assert.ok(!isNarrower(at('community', 'owner'), at('restricted', 'owner'), LASTING_ACTS));
    assert.ok(isNarrower(at('open', 'external'), at('community', 'external'), LASTING_ACTS));
    assert.ok(!isNarrower(at('open', 'viewer'), at('restricted', 'viewer'), LASTING_ACTS));
    for (const mode of PRIVACY_MODES)
      for (const standing of STANDINGS) assert.ok(!isNarrower(at(mode, standing), at(mode, standing)));
  });
});

describe('who stands above whom', () => {
  test('an owner above everybody, others above what is lower', () => {
    for (const other of STANDINGS) assert.ok(isAbove('owner', other));
    const below = STANDINGS.filter((other) => isAbove('moderator', other));
    assert.deepEqual(below, ['participant', 'viewer', 'external', 'invite']);
    assert.ok(!isAbove('viewer', 'viewer') && !isAbove('external', 'viewer'));
  });

  test('and so who may grant what', () => {
    assert.deepEqual(
      ROLES.filter((role) => mayGrant('owner', role)),
      [...ROLES],
    );
    for (const standing of ['moderator', 'participant', 'external'] as const)
      assert.deepEqual(
        ROLES.filter((role) => mayGrant(standing, role)),
        ['participant', 'viewer'],
      );
  });
});
