import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DESCRIPTION_MAX_CHARS, NAME_MAX_CHARS, readNaming } from './naming.ts';

const OWNER = '@AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=.ed25519';

describe('naming a room', () => {
  test('trims, and makes line ends one kind', () => {
    assert.deepEqual(
      readNaming({ name: '  Tea \t', description: '\r\none\r\n\ttwo\n', owner: ` ${OWNER}\n` }),
      {
        naming: { name: 'Tea', description: 'one\n\ttwo', owner: OWNER },
      },
    );
  });

  test('description and owner may be left out or empty', () => {
    const naming = { name: 'Tea', description: '', owner: undefined };
    assert.deepEqual(readNaming({ name: 'Tea' }), { naming });
    assert.deepEqual(readNaming({ name: 'Tea', description: ' ', owner: '' }), { naming });
  });

  test('lengths are counted in characters as people see code points, emoji as one', () => {
    const longest = { name: '🫖'.repeat(NAME_MAX_CHARS), description: '🍵'.repeat(DESCRIPTION_MAX_CHARS) };
    assert.ok('naming' in readNaming(longest));
    assert.deepEqual(fieldsOf({ name: `${longest.name}x`, description: `${longest.description}x` }), [
      'name',
      'description',
    ]);
  });

  const badNames = ['', '   ', '\u200b', 'a\nb', 'a\0b', 'a\u202eb', 'a\u2028b', '\ud800'];
  for (const name of badNames) {
    test(`refuses the name ${JSON.stringify(name)}`, () => assert.deepEqual(fieldsOf({ name }), ['name']));
  }

  for (const description of ['a\0b', 'a\u001bb', 'a\u2066b', 'x\udfff']) {
    test(`refuses the description ${JSON.stringify(description)}`, () => {
      assert.deepEqual(fieldsOf({ name: 'Tea', description }), ['description']);
    });
  }

  for (const owner of ['bob', '@short.ed25519', OWNER.slice(1), `${OWNER}x`]) {
    test(`refuses the owner ${owner}`, () => assert.deepEqual(fieldsOf({ name: 'Tea', owner }), ['owner']));
  }
});

function fieldsOf(input: Parameters<typeof readNaming>[0]): string[] {
  const read = readNaming(input);
  assert.ok('problems' in read);
  for (const sentence of Object.values(read.problems)) assert.match(sentence, /\.$/);
  return Object.keys(read.problems);
}
