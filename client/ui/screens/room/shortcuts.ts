/** What a key does in a room. */
type Shortcut = 'chat' | 'people' | 'help' | 'close' | 'share' | StageShortcut;

/** What a key does with the stage, where there is one. */
type StageShortcut = 'full' | 'layout' | 'zoom';

const KEYS: Readonly<Record<string, Shortcut>> = {
  ...{ c: 'chat', p: 'people', d: 'share', '?': 'help', Escape: 'close' },
  ...{ s: 'full', w: 'layout', '+': 'zoom', '=': 'zoom', '-': 'zoom', '0': 'zoom' },
};

/** Whether it is of use only while there is a stage. */
export function isOfStage(shortcut: Shortcut): shortcut is StageShortcut {
  return shortcut === 'full' || shortcut === 'layout' || shortcut === 'zoom';
}

/** Where letters are text, or a menu's own. */
const OWN_KEYS = 'input, textarea, select, [contenteditable], [role="menu"], dialog';

/** What a key does in a room; nothing inside text fields, menus and dialogs, or with a modifier. */
export function shortcutOf(event: KeyboardEvent): Shortcut | undefined {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing)
    return undefined;
  const shortcut = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (shortcut === undefined) return undefined;
  const path = event.composedPath().filter((node) => node instanceof Element);
  if (path.some((node) => node.matches('dialog, [role="menu"]'))) return undefined;
  // Escape leaves a text field, too: what is written stays in it.
  if (shortcut === 'close') return shortcut;
  return path.some((node) => node.matches(OWN_KEYS)) ? undefined : shortcut;
}
