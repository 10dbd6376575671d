import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sodium } from '@open-rooms/protocol/node';
import { createIdentity, type Identity } from './identity.ts';
import { type KeptKey, readKeptKey } from './kept-key.ts';
import { KeyVault } from './key-vault.ts';
import { MemoryKeyStore } from './memory-key-store.ts';

const cost = { log2N: 4, r: 1, p: 1 };
const PASSPHRASE = 'correct horse';

function open(store = new MemoryKeyStore()): Promise<KeyVault> {
  return KeyVault.open({ store, crypto: sodium, cost });
}

/** Another tab on the same place, opened now. */
async function opened(store: MemoryKeyStore): Promise<KeyVault> {
  return open(store.beside());
}

/** A key that is sealed, and a tab of whoever has forgotten its passphrase and brought the key itself. */
async function forgotten() {
  const store = new MemoryKeyStore();
  const vault = await open(store);
  await vault.create();
  const { identity } = vault;
  assert.ok(identity);
  await vault.setPassphrase(PASSPHRASE);
  const forgot = await opened(store);
  await forgot.adopt(identity);
  return { store, identity, forgot };
}

/** Lets other tabs hear of it. */
async function heard(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await Promise.resolve();
}

describe('a vault', () => {
  test('is empty at a first visit, and makes a key that stays', async () => {
    const store = new MemoryKeyStore();
    const vault = await open(store);
    assert.deepEqual(
      [vault.state, vault.id, vault.identity, vault.hasPassphrase],
      ['none', undefined, undefined, false],
    );
    await vault.create();
    const { identity } = vault;
    assert.deepEqual([vault.state, vault.id], ['open', identity?.id]);
    await vault.create();
    assert.deepEqual((await opened(store)).identity, identity);
    assert.deepEqual(vault.identity, identity);
  });

  test('keeps one key where two tabs make one at once', async () => {
    const store = new MemoryKeyStore();
    const [one, other] = [await open(store), await opened(store)];
    await Promise.all([one.create(), other.create()]);
    assert.deepEqual(one.identity, other.identity);
  });

  test('is sealed, opened, locked, sealed anew and bare again', async () => {
    const store = new MemoryKeyStore();
    const vault = await open(store);
    await vault.create();
    const { id, identity } = vault;
    await vault.setPassphrase(PASSPHRASE);
    assert.deepEqual([vault.state, vault.hasPassphrase], ['open', true]);
    assert.ok(!('seed' in ((await store.read()) as KeptKey)), 'the bare key is gone');

    const later = await opened(store);
    assert.deepEqual([later.state, later.id, later.identity], ['sealed', id, undefined]);
    await assert.rejects(later.unlock('correct house'), { fault: 'wrong-passphrase' });
    await assert.rejects(later.setPassphrase('battery staple'), { fault: 'sealed' });
    assert.equal(later.state, 'sealed');
    await later.unlock(PASSPHRASE);
    assert.deepEqual([later.state, later.identity], ['open', identity]);
    later.lock();
    assert.equal(later.state, 'sealed');

    await assert.rejects(later.setPassphrase('battery staple', 'correct house'), {
      fault: 'wrong-passphrase',
    });
    await later.setPassphrase('battery staple', PASSPHRASE);
    const after = await opened(store);
    await assert.rejects(after.unlock(PASSPHRASE), { fault: 'wrong-passphrase' });
    await after.removePassphrase('battery staple');
    assert.deepEqual((await opened(store)).identity, identity);
    after.lock();
    assert.equal(after.state, 'open');
  });

  test('asks for a passphrase that is worth one, and for a key to seal', async () => {
    const vault = await open();
    await assert.rejects(vault.setPassphrase(PASSPHRASE), { fault: 'no-key' });
    await assert.rejects(vault.unlock(PASSPHRASE), { fault: 'no-key' });
    await vault.create();
    await assert.rejects(vault.setPassphrase('1234567'), {
      fault: 'weak-passphrase',
      message: /^Cannot use that passphrase: it has 7 characters, and 8 is the least\./,
    });
    assert.equal(vault.hasPassphrase, false);
  });

  test('takes a key from elsewhere, and loses none that is here by mistake', async () => {
    const vault = await open();
    const [one, other] = [createIdentity(sodium), createIdentity(sodium)];
    await vault.adopt(one);
    await vault.adopt(one);
    assert.deepEqual(vault.identity, one);
    await assert.rejects(vault.adopt(other), {
      fault: 'other-key',
      message: new RegExp(`that of ${escaped(one.id)} is here`),
    });
    assert.deepEqual(vault.identity, one);
    await vault.adopt(other, { replace: true });
    assert.deepEqual(vault.identity, other);
    await vault.forget();
    assert.equal(vault.state, 'none');
  });

  test('opens, and stays sealed, where the key that is brought is the sealed one', async () => {
    const { forgot } = await forgotten();
    assert.deepEqual([forgot.state, forgot.hasPassphrase], ['open', true]);
  });

  test('lets whoever brought the key itself set another passphrase for the one they forgot', async () => {
    const { store, identity, forgot } = await forgotten();
    assert.equal(forgot.asksPassphrase, false);
    forgot.lock();
    assert.deepEqual([forgot.state, forgot.asksPassphrase], ['sealed', true]);
    await forgot.adopt(identity);
    await forgot.setPassphrase('battery staple');
    assert.equal(forgot.asksPassphrase, true);
    const after = await opened(store);
    await after.unlock('battery staple');
    await assert.rejects(after.setPassphrase(PASSPHRASE), { fault: 'sealed' });
  });

  test('asks for the passphrase that another tab has set meanwhile', async () => {
    const { store, forgot } = await forgotten();
    const other = await opened(store);
    await other.unlock(PASSPHRASE);
    await other.setPassphrase('battery staple', PASSPHRASE);
    await heard();
    assert.equal(forgot.asksPassphrase, true);
    await assert.rejects(forgot.reveal(), { fault: 'sealed' });
  });

  test('shows the key to whoever knows the passphrase, not to whoever finds the page open', async () => {
    const vault = await open();
    await vault.create();
    const { identity } = vault;
    assert.deepEqual(await vault.reveal(), identity);
    await vault.setPassphrase(PASSPHRASE);
    assert.equal(vault.state, 'open');
    await assert.rejects(vault.reveal(), { fault: 'sealed' });
    await assert.rejects(vault.reveal('battery staple'), { fault: 'wrong-passphrase' });
    assert.deepEqual(await vault.reveal(PASSPHRASE), identity);
    await vault.adopt(identity as Identity);
    await assert.rejects(vault.reveal(), { fault: 'sealed' });
  });

  test('tells how far a passphrase is stretched, from nothing to all', async () => {
    const vault = await open();
    await vault.create();
    const told: number[] = [];
    await vault.setPassphrase(PASSPHRASE);
    await vault.setPassphrase('battery staple', PASSPHRASE, (part) => told.push(part));
    assert.equal(told.at(-1), 1);
    assert.deepEqual(
      told,
      told.toSorted((a, b) => a - b),
    );
  });
});

describe('a vault of several tabs', () => {
  test('tells what another tab did', async () => {
    const store = new MemoryKeyStore();
    const [one, other] = [await open(store), await opened(store)];
    let told = 0;
    using _watching = other.watch(() => {
      told++;
    });
    await one.create();
    await heard();
    assert.deepEqual([other.state, other.id, told], ['open', one.id, 1]);
    await one.setPassphrase(PASSPHRASE);
    await heard();
    assert.deepEqual([other.state, other.hasPassphrase], ['open', true]);
    other.lock();
    await one.adopt(createIdentity(sodium), { replace: true });
    await heard();
    assert.deepEqual([other.state, other.id], ['open', one.id]);
    await one.forget();
    await heard();
    assert.equal(other.state, 'none');
  });

  test('seals no other key than the one it was asked for', async () => {
    const store = new MemoryKeyStore();
    const [one, other] = [await open(store), await opened(store)];
    await one.create();
    await heard();
    const sealing = other.setPassphrase(PASSPHRASE);
    await one.adopt(createIdentity(sodium), { replace: true });
    await assert.rejects(sealing, { fault: 'other-key' });
    assert.equal((await opened(store)).id, one.id);
  });
});

test('what is kept is read only where it is a key', () => {
  const { id } = createIdentity(sodium);
  const seed = new Uint8Array(32);
  const sealed = new Uint8Array(68);
  for (const kept of [
    { version: 1, id, seed },
    { version: 1, id, sealed },
  ])
    assert.deepEqual(readKeptKey(kept), kept);
  const wrong = [
    undefined,
    null,
    'key',
    {},
    { version: 2, id, seed },
    { version: 1, id, seed: sealed },
    { version: 1, id: 'bob', seed },
  ];
  for (const kept of wrong) assert.equal(readKeptKey(kept), undefined);
});

function escaped(text: string): string {
  return text.replace(/[+.]/g, '\\$&');
}
