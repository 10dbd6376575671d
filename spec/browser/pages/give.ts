import { KeyVault } from '../../../client/identity/key-vault.ts';
import { KeyGiving, openBrowserRuntime, openWebStorage } from '../../../client/web/index.ts';

/** The page of the room where a person has their key, as screens will have it: it asks, and says what became of it. */
const { crypto } = await openBrowserRuntime();
const storage = await openWebStorage();
const vault = await KeyVault.open({ store: storage.key, crypto });

/** Makes the key; answers its id. */
export async function makeKey(): Promise<string | undefined> {
  await vault.create();
  return vault.id;
}

/** Shows who asks, and two buttons. */
export function show(): boolean {
  const giving = KeyGiving.open(vault, crypto);
  if (giving === undefined) return false;
  const yes = document.createElement('button');
  const no = document.createElement('button');
  const says = document.createElement('p');
  [yes.textContent, no.textContent] = ['Give my key', 'No'];
  const draw = () => {
    says.textContent = `${giving.state} ${giving.asker ?? 'nobody'} ${giving.isPlain ? 'plain' : 'safe'}`;
    yes.disabled = !giving.canConfirm;
  };
  yes.onclick = () => giving.confirm();
  no.onclick = () => giving.decline();
  giving.watch(draw);
  draw();
  document.body.replaceChildren(says, yes, no);
  return true;
}

/** Puts a page into this one. */
export function frame(url: string): Promise<void> {
  const frame = document.createElement('iframe');
  const loaded = Promise.withResolvers<void>();
  frame.src = url;
  frame.onload = () => loaded.resolve();
  document.body.append(frame);
  return loaded.promise;
}
