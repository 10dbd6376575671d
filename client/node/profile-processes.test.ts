import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { sodium } from '@open-rooms/protocol/node';
import { ContactBook } from '../contacts/contact-book.ts';
import { feed } from '../contacts/test-feeds.ts';
import { openProfile } from './profile.ts';
import { claimProfile, readProfile } from './profiles.ts';

const folder = await mkdtemp(join(tmpdir(), 'open-rooms-processes-'));
after(() => rm(folder, { recursive: true }));

let made = 0;
function newHome(): string {
  return join(folder, `home-${made++}`);
}

interface Message {
  readonly id?: string;
  readonly name?: string;
  readonly done?: number;
  readonly followed?: readonly string[];
}

/** A second real process with everything that it says. */
class OtherProcess implements AsyncDisposable {
  readonly child: ChildProcess;
  readonly #said: Message[] = [];
  #heard = Promise.withResolvers<void>();

  constructor(...args: string[]) {
    this.child = fork(new URL('test-other-process.ts', import.meta.url), args, { execArgv: [] });
    this.child.on('message', (message: Message) => {
      this.#said.push(message);
      this.#wake();
    });
    this.child.on('exit', () => this.#wake());
  }

  send(order: { follow?: number; block?: number }): void {
    this.child.send(order);
  }

  /** Waits until it has said something like that. */
  async says(is: (message: Message) => boolean): Promise<Message> {
    for (;;) {
      const found = this.#said.find(is);
      if (found !== undefined) return found;
      if (this.#hasEnded) throw new Error('The other process ended without saying it.');
      await this.#heard.promise;
    }
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    if (!this.#hasEnded) await once(this.child, 'exit');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }

  get #hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  #wake(): void {
    this.#heard.resolve();
    this.#heard = Promise.withResolvers();
  }
}

async function openBook(home: string) {
  const profile = await readProfile({ home, crypto: sodium });
  const book = await ContactBook.open({ store: profile.contacts, own: profile.keys.id, now: Date.now });
  return { profile, book };
}

/** Waits until it is so, looking whenever the book changes. */
async function until(book: ContactBook, isSo: () => boolean): Promise<void> {
  while (!isSo()) {
    const changed = Promise.withResolvers<void>();
    using _watching = book.watch(() => changed.resolve());
    await changed.promise;
  }
}

describe('two processes of one person', () => {
  test('have one key and one book: what either does the other sees', async () => {
    const home = newHome();
    await using other = new OtherProcess(home, 'me');
    // Both may find that there is nothing yet.
    const { profile, book } = await openBook(home);
    await using _profile = profile;
    assert.equal((await other.says(({ id }) => id !== undefined)).id, profile.keys.id);

    other.send({ follow: 1 });
    await until(book, () => book.relationOf(feed(1)) === 'followed');
    await book.follow(feed(2));
    await other.says(({ followed }) => followed?.includes(feed(2)) === true);
  });

  test('lose none of what they do at the same time', async () => {
    const home = newHome();
    await using other = new OtherProcess(home, 'me');
    await other.says((message) => message.id !== undefined);
    const { profile, book } = await openBook(home);
    await using _profile = profile;
    for (let n = 1; n <= 10; n++) {
      other.send({ follow: n });
      await book.follow(feed(100 + n), { name: `Friend ${n}` });
    }
    // Both change one person: whatever the order, the block and the name are there at the end.
    await book.follow(feed(50));
    other.send({ block: 50 });
    await Promise.all([book.rename(feed(50), 'Fifty'), other.says(({ done }) => done === 50)]);
    await until(book, () => book.followed().length === 20 && book.relationOf(feed(50)) === 'blocked');
    assert.equal(book.contact(feed(50))?.name, 'Fifty');
    assert.equal((await profile.contacts.load()).length, 21);
  });

  test('that open a new profile at the same time make one key', async () => {
    const directory = join(newHome(), 'me');
    const opened = await Promise.all(
      Array.from({ length: 4 }, () => openProfile(directory, { crypto: sodium })),
    );
    assert.equal(new Set(opened.map(({ keys }) => keys.id)).size, 1);
    for (const profile of opened) await profile[Symbol.asyncDispose]();
  });
});

describe('programs that stay', () => {
  test('are different people, until the first has ended, however it did', async () => {
    const home = newHome();
    await using first = new OtherProcess(home);
    assert.equal((await first.says(({ name }) => name !== undefined)).name, 'me');
    {
      await using second = await claimProfile({ home, crypto: sodium });
      assert.equal(second.name, 'me-2');
      await assert.rejects(claimProfile({ home, name: 'me', crypto: sodium }), { code: 'profile-in-use' });
      await using read = await readProfile({ home, crypto: sodium });
      assert.notEqual(second.keys.id, read.keys.id);
    }
    await first.kill();
    await using third = await claimProfile({ home, crypto: sodium });
    assert.equal(third.name, 'me');
  });
});
