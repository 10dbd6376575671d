/** Set for the tab while it is loaded again, so that it is not loaded again and again. */
const MARK = 'open-rooms.replaced';

/**
 * Loads the page again where a part of it is gone: the room server was upgraded under an open tab, and has other parts
 * now. Once: if that does not help, the fault is another.
 *
 * @returns to be called once the page is shown, after which it may be loaded again
 */
export function reloadWhenReplaced(window: Window): () => void {
  const marks = marksOf(window);
  window.addEventListener('vite:preloadError', () => {
    if (marks === undefined || marks.getItem(MARK) !== null) return;
    marks.setItem(MARK, '1');
    window.location.reload();
  });
  return () => marks?.removeItem(MARK);
}

/** Browsers that keep nothing throw when they are asked; there the page is not loaded again by itself. */
function marksOf(window: Window): Storage | undefined {
  try {
    return window.sessionStorage;
  } catch {
    return undefined;
  }
}
