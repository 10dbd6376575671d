import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { toBase64, writeSignature } from '@open-rooms/protocol';
import { MAX_ALIAS_CHANGES_AT_ONCE, MAX_ALIAS_CHANGES_PER_SECOND, MAX_ALIASES_PER_FEED } from './aliases.ts';
import { actor, ana, bob, OTHER_ROOM, ROOM, refused, setting } from './test-aliases.ts';

describe('registering', () => {
  test('gives a name, answers its web address, and keeps the word of its owner', async () => {
    const { store, aliases, register } = setting();
    assert.equal(await register(bob, 'bob'), 'http://room.example:3000/alias/bob');
    assert.equal(await aliases.whois('bob'), bob.id);
    const signature = toBase64(bob.sign('bob'));
    assert.deepEqual(await store.alias('bob'), { name: 'bob', feed: bob.id, signature, registeredAt: 5 });
  });

  test('again, by the same person, answers the same; by another it is taken', async () => {
    const { aliases, register } = setting();
    await register(bob, 'bob');
    assert.equal(await register(bob, 'bob'), 'http://room.example:3000/alias/bob');
    await assert.rejects(register(ana, 'bob'), refused('taken', /^alias \("bob"\) is already taken: /));
    assert.equal(await aliases.whois('bob'), bob.id);
  });

  test('takes a signature in the alphabet of URLs, too', async () => {
    const { store, aliases } = setting();
    const inUrl = bob.signText('bob').replaceAll('+', '-').replaceAll('/', '_');
    await aliases.register(actor(bob.id), 'bob', inUrl);
    assert.equal((await store.alias('bob'))?.signature, toBase64(bob.sign('bob')));
  });

  test('is for one’s own key, this room and this name alone', async () => {
    const { aliases } = setting();
    const signatures = [
      ana.signText('bob'),
      bob.signText('bob', OTHER_ROOM),
      bob.signText('rob'),
      writeSignature(new Uint8Array(64)),
    ];
    for (const signature of signatures) {
      await assert.rejects(
        aliases.register(actor(bob.id), 'bob', signature),
        refused('not-allowed', /^invalid signature: sign =room-alias-registration:ROOM_ID:YOUR_ID:bob with/),
      );
    }
    await assert.rejects(aliases.whois('bob'), refused('not-found', /./));
  });

  test('refuses what is no signature', async () => {
    const { aliases } = setting();
    for (const [text, sentence] of [
      ['', /^signature does not have the expected suffix: write it as BASE64\.sig\.ed25519$/],
      [toBase64(bob.sign('bob')), /^signature does not have the expected suffix/],
      ['AAAA.sig.ed25519', /^bad signature encoding: /],
      ['not base64.sig.ed25519', /^bad signature encoding: /],
    ] as const) {
      await assert.rejects(aliases.register(actor(bob.id), 'bob', text), refused('bad-argument', sentence));
    }
  });

  for (const label of ['', 'Bob', '9bob', '-bob', 'bob-', 'b_b', 'b.b', 'bób', 'bob ', 'b'.repeat(64)]) {
    test(`refuses ${JSON.stringify(label)}, which is no label`, async () => {
      const sentence = /^invalid alias ".*": use 1 to 63 small letters, digits and inner "-", beginning with/;
      await assert.rejects(setting().register(bob, label), refused('bad-argument', sentence));
    });
  }

  for (const label of ['admin', 'www', 'room', 'everyone', 'xn--bb-1ja', 'ab--c']) {
    test(`refuses ${label}, which is reserved, and says why`, async () => {
      const sentence = new RegExp(`^alias \\("${label}"\\) is reserved, because .+: choose another name$`);
      await assert.rejects(setting().register(bob, label), refused('not-allowed', sentence));
    });
  }

  test('is for a few names each', async () => {
    const { aliases, register } = setting();
    for (let n = 0; n < MAX_ALIASES_PER_FEED; n++) await register(bob, `bob-${n}`);
    await assert.rejects(register(bob, 'bob'), refused('too-many', /^registerAlias: .*you have 10 aliases/));
    await register(ana, 'ana');
    await register(bob, 'bob-3');
    await aliases.revoke(actor(bob.id), 'bob-3');
    await register(bob, 'bob');
  });

  test('and revoking write no faster than the disk shall have to do with', async () => {
    const { clock, aliases, register } = setting();
    for (let n = 0; n < MAX_ALIAS_CHANGES_AT_ONCE / 2; n++) {
      await register(bob, 'bob');
      await register(bob, 'bob');
      await aliases.revoke(actor(bob.id), 'bob');
    }
    await register(bob, 'bob');
    const tooOften = refused('too-many', /^Aliases change too often in this room/);
    await assert.rejects(aliases.revoke(actor(bob.id), 'bob'), tooOften);
    await assert.rejects(register(ana, 'ana'), tooOften);
    await register(bob, 'bob');
    assert.equal(await aliases.whois('bob'), bob.id);
    clock.advance(1000 / MAX_ALIAS_CHANGES_PER_SECOND);
    await register(ana, 'ana');
  });
});

describe('revoking', () => {
  test('is the owner’s, and frees the name', async () => {
    const { aliases, register } = setting();
    await register(bob, 'bob');
    await assert.rejects(
      aliases.revoke(actor(ana.id), 'bob'),
      refused('not-allowed', /^revokeAlias: not your alias: "bob" is somebody else's/),
    );
    assert.equal(await aliases.revoke(actor(bob.id), 'BOB'), true);
    await assert.rejects(
      aliases.revoke(actor(bob.id), 'bob'),
      refused('not-found', /^revokeAlias: nobody has the alias "bob" in this room$/),
    );
    await register(ana, 'bob');
    assert.equal(await aliases.whois('bob'), ana.id);
  });
});

describe('finding', () => {
  test('the names of a person', async () => {
    const { aliases, register } = setting();
    await register(bob, 'bob');
    await register(ana, 'ana');
    await register(bob, 'robert');
    assert.deepEqual(await aliases.list(bob.id), ['bob', 'robert']);
    assert.deepEqual(await aliases.list(ROOM), []);
  });

  for (const text of [
    ...['bob', 'Bob', ' bob\n', '@bob', '@bob@room.example', '@BOB:Room.Example', '@bob@localhost:3000'],
    ...['@bob@[::1]:3000', 'bob.room.example', 'http://room.example:3000/alias/bob', '@bob@room'],
  ]) {
    test(`a person by ${JSON.stringify(text)}`, async () => {
      const { aliases, register } = setting();
      await register(bob, 'bob');
      assert.equal(await aliases.whois(text), bob.id);
    });
  }

  for (const [text, sentence] of [
    ['rob', /^Nobody is known as "rob" in this room: check the spelling\.$/],
    ['9bob', /^Nobody is known as "9bob" in this room: /],
    ['', /^Nobody is known as "" in this room: /],
    [
      '@Rob@room.example',
      /^Nobody is known as "rob" in this room: .* and that "room\.example" is this room\.$/,
    ],
    ['r'.repeat(10_000), /^Nobody is known as "r{63}" in this room: /],
  ] as const) {
    test(`nobody by ${JSON.stringify(text.slice(0, 20))}`, async () => {
      await assert.rejects(setting().aliases.whois(text), refused('not-found', sentence));
    });
  }

  for (const text of [bob.id, '@bob@', 'bob@room.example', 'https://room.example/join?invite=x']) {
    test(`nothing by ${text}`, async () => {
      await assert.rejects(setting().aliases.whois(text), refused('bad-argument', /^Cannot read /));
    });
  }
});
