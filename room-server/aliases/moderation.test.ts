import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { OPERATOR } from '../rooms/actor.ts';
import { actor, ana, bob, refused, setting } from './test-aliases.ts';

describe('taking names away', () => {
  test('is what moderators do, with a reason, whoever’s they are', async () => {
    const { aliases, register, told } = setting();
    await register(bob, 'bob');
    await aliases.moderate(actor(ana.id), '@Bob@room.example', 'not your name');
    await assert.rejects(aliases.whois('bob'), refused('not-found', /^Nobody is known as "bob"/));
    const message = `It was of ${bob.id}.`;
    const by = actor(ana.id);
    assert.deepEqual(told, [
      { event: 'alias_register', by: actor(bob.id), subject: 'bob' },
      { event: 'alias_revoke', by, byRight: true, subject: 'bob', message, reason: 'not your name' },
    ]);
    await assert.rejects(aliases.moderate(by, 'bob', ''), refused('not-found', /^Nobody is known as "bob"/));
  });

  test('of whoever is removed takes all of them', async () => {
    const { aliases, register, told } = setting();
    await register(bob, 'bob');
    await register(bob, 'robert');
    await register(ana, 'ana');
    await aliases.revokeAll(bob.id, OPERATOR, 'gone');
    assert.deepEqual(
      (await aliases.all()).map(({ name }) => name),
      ['ana'],
    );
    assert.deepEqual(
      told.filter(({ event }) => event === 'alias_revoke').map(({ subject, reason }) => [subject, reason]),
      [
        ['bob', 'gone'],
        ['robert', 'gone'],
      ],
    );
    await aliases.revokeAll(bob.id);
  });

  test('catches up with a name that was registered while its owner was removed', async () => {
    const { store, aliases, register, members, told } = setting();
    const { register: write } = store;
    store.register = async (alias, limits) => {
      members.delete(alias.feed);
      await aliases.revokeAll(alias.feed);
      return write(alias, limits);
    };
    await assert.rejects(
      register(bob, 'bob'),
      refused('not-allowed', /^registerAlias: could not register alias "bob"/),
    );
    assert.equal(await store.alias('bob'), undefined);
    assert.deepEqual(told, []);
  });
});

describe('a ban', () => {
  test('hides the names of a person, which are theirs all the same', async () => {
    const { aliases, register, banned } = setting();
    await register(bob, 'bob');
    banned.add(bob.id);
    await assert.rejects(
      aliases.whois('bob'),
      refused('not-found', /^Nobody is known as "bob" in this room/),
    );
    await assert.rejects(register(ana, 'bob'), refused('taken', /already taken/));
    banned.delete(bob.id);
    assert.equal(await aliases.whois('@bob'), bob.id);
  });
});
