import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { describeInBrowser } from './in-browser.ts';
import { call, startModuleServer } from './module-server.ts';

interface KeySeen {
  readonly state: string;
  readonly id: string | null;
  readonly hasPassphrase: boolean;
  readonly secretId: string | null;
}

interface Ended {
  readonly name: string;
  readonly fault: string | null;
}

const PASSPHRASE = 'correct horse battery';

const key = (page: Page) => call<KeySeen>(page, 'storage', 'key');
const act = (page: Page, ...what: string[]) => call<string | null>(page, 'storage', 'act', ...what);

describeInBrowser('what a browser keeps', (inBrowser) => {
  for (const host of ['localhost', 'plain.test']) {
    inBrowser(`does what every store does, at http://${host}`, async (open) => {
      await using server = await startModuleServer();
      const page = await open();
      await page.goto(server.at(host));
      const ended = await call<Ended[]>(page, 'suites', 'runSuites');
      const faults = ended.filter(({ fault }) => fault !== null);
      assert.deepEqual(faults, []);
      assert.ok(ended.length > 12, `${ended.length} tests`);
    });
  }

  inBrowser('is shared by tabs, which hear of each other', async (open) => {
    await using server = await startModuleServer();
    const one = await open();
    const other = await one.context().newPage();
    for (const page of [one, other]) await page.goto(server.at('localhost'));
    assert.equal(await call(one, 'storage', 'follow', 1), 1);
    const heard = call(other, 'storage', 'heardOfContacts');
    await other.locator('html[data-listening]').waitFor();
    assert.equal(await call(one, 'storage', 'follow', 2), 2);
    assert.equal(await heard, 2);
  });
});

describeInBrowser('a key in a browser', (inBrowser) => {
  inBrowser('is made once, sealed, and opened by its passphrase alone, on plain http too', async (open) => {
    await using server = await startModuleServer();
    const page = await open();
    const visit = () => page.goto(server.at('plain.test'));
    await visit();
    assert.equal((await key(page)).state, 'none');
    await act(page, 'create');
    const { id, secretId } = await key(page);
    assert.match(id ?? '', /^@.*\.ed25519$/);
    assert.equal(secretId, id);
    await visit();
    assert.deepEqual([(await key(page)).state, (await key(page)).secretId], ['open', id]);

    assert.equal(await act(page, 'setPassphrase', 'short'), 'weak-passphrase');
    assert.equal(await act(page, 'setPassphrase', PASSPHRASE), null);
    await visit();
    const sealed = await key(page);
    assert.deepEqual([sealed.state, sealed.id, sealed.secretId], ['sealed', id, null]);
    assert.equal(await act(page, 'unlock', 'correct horse'), 'wrong-passphrase');
    assert.equal(await act(page, 'unlock', PASSPHRASE), null);
    assert.equal((await key(page)).secretId, id);
    assert.equal(await act(page, 'removePassphrase', PASSPHRASE), null);
    await visit();
    assert.deepEqual([(await key(page)).state, (await key(page)).hasPassphrase], ['open', false]);
  });

  inBrowser('is one for all tabs', async (open) => {
    await using server = await startModuleServer();
    const one = await open();
    const other = await one.context().newPage();
    for (const page of [one, other]) await page.goto(server.at('localhost'));
    await Promise.all([one, other].map((page) => act(page, 'create')));
    assert.equal((await key(one)).id, (await key(other)).id);
    const late = await one.context().newPage();
    await late.goto(server.at('localhost'));
    assert.equal((await key(late)).id, (await key(one)).id);
  });
});

describeInBrowser('a browser that keeps nothing', (inBrowser) => {
  for (const what of ['throws', 'is missing', 'refuses']) {
    inBrowser(`is told of, and the page goes on, where the database ${what}`, async (open) => {
      await using server = await startModuleServer();
      const page = await open();
      await page.addInitScript((how) => {
        const denied = () => {
          throw new DOMException('denied', 'SecurityError');
        };
        const database = { throws: denied, refuses: () => ({ open: denied }) }[how];
        Object.defineProperty(globalThis, 'indexedDB', { get: database ?? (() => undefined) });
      }, what);
      await page.goto(server.at('localhost'));
      assert.match(
        (await call<string>(page, 'storage', 'trouble')) ?? '',
        /^Nothing is kept when this page is closed, your key neither\. This browser does not allow it: /,
      );
      await act(page, 'create');
      assert.equal((await key(page)).state, 'open');
      assert.equal(await call(page, 'storage', 'keep', 'a', 10), null);
      assert.equal(await call(page, 'storage', 'kept'), 1);
      assert.deepEqual(await call(page, 'storage', 'persistTwice'), [false, false, undefined]);
    });
  }

  inBrowser('because its space is used up says so, and keeps what it had', async (open) => {
    await using server = await startModuleServer();
    const page = await open();
    await page.goto(server.at('localhost'));
    assert.equal(await call(page, 'storage', 'keep', 'small', 10), null);
    await call(page, 'storage', 'fillUp');
    assert.match(
      (await call<string>(page, 'storage', 'keep', 'large', 5_000_000)) ?? '',
      /^Refused: This browser did not keep that: the space that it gives this page is used up/,
    );
    assert.equal(await call(page, 'storage', 'kept'), 1);
  });

  inBrowser('for ever is asked once to promise it', async (open) => {
    await using server = await startModuleServer();
    const page = await open();
    await page.goto(server.at('localhost'));
    const [first, second, asked] = await call<[boolean, boolean, boolean]>(page, 'storage', 'persistTwice');
    assert.deepEqual([second, asked], [first, true]);
  });
});
