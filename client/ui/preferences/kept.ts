/** Names of ours among those of other pages of this origin. */
const PREFIX = 'open-rooms.';

/** What was kept in this browser by a name. A browser that keeps nothing (blocked storage) has nothing. */
export function kept(name: string): string | null {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

/** Keeps a text by a name, where the browser lets it. */
export function keep(name: string, text: string): void {
  try {
    localStorage.setItem(PREFIX + name, text);
  } catch {
    // It is a preference: it holds until the page is closed.
  }
}
