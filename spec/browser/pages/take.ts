import { KeyVault } from '../../../client/identity/key-vault.ts';
import { KeyTaking, openBrowserRuntime, openWebStorage } from '../../../client/web/index.ts';

/** The page of a room that is new to a person: it opens the page of the other. */
const { crypto } = await openBrowserRuntime();
const storage = await openWebStorage();
const vault = await KeyVault.open({ store: storage.key, crypto });

/** Shows a button that opens `page`. */
export function show(page: string): void {
  const button = document.createElement('button');
  const says = document.createElement('p');
  button.textContent = 'Use the key that I have';
  button.onclick = () => {
    const taking = KeyTaking.open(new URL(page), crypto);
    taking?.watch(() => {
      const { identity, state } = taking;
      says.textContent = state;
      if (identity !== undefined)
        void vault.adopt(identity).then(() => (says.textContent = `has ${vault.id}`));
    });
  };
  document.body.replaceChildren(button, says);
}
