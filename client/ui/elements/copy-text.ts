import type { PageState } from '../../state/page-state.ts';
import { t } from '../locales/language.ts';

/** Puts a text into the clipboard, and tells whether that worked; where it did not, the text is there to be read. */
export async function copyAndTell(page: PageState, text: string): Promise<void> {
  if (await copyText(text)) page.tell(t('copied'));
  else page.tell({ text: t('notCopied', { text }), isWrong: true });
}

/**
 * Puts a text into the clipboard. Answers whether that worked: the clipboard API exists only on https and localhost,
 * and the older command works only right after the person did something.
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelecting(text);
  }
}

/** Copies what is selected: a field that nobody sees, beside what has the focus, as a dialog lets nothing else have it. */
function copyBySelecting(text: string): boolean {
  const focused = focusedElement();
  const root = focused?.getRootNode();
  const field = document.createElement('textarea');
  field.value = text;
  field.setAttribute('aria-hidden', 'true');
  for (const [name, value] of [
    ['position', 'fixed'],
    ['opacity', '0'],
    ['visibility', 'visible'],
  ] as const)
    field.style.setProperty(name, value);
  (root instanceof ShadowRoot ? root : document.body).append(field);
  field.focus({ preventScroll: true });
  field.select();
  const isCopied = document.execCommand('copy');
  field.remove();
  if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  return isCopied;
}

/** Through all shadow roots. */
function focusedElement(): Element | null {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
}
