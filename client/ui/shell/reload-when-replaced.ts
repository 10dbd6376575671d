/** Under which the tab keeps what could not be loaded when it was loaded again. */
const MARK = 'open-rooms.replaced';

/**
 * Loads the page again where a part of it is gone: the room server was upgraded under an open tab, and has other parts
 * now, under other names. Once for each: if that does not help, the fault is another.
 */
export function reloadWhenReplaced(window: Window): void {
  const marks = marksOf(window);
  window.addEventListener('vite:preloadError', (event) => {
    const { payload } = event as Event & { readonly payload?: unknown };
    const fault = String(payload);
    if (marks === undefined || marks.getItem(MARK) === fault) return;
    marks.setItem(MARK, fault);
    window.location.reload();
  });
}

/** Browsers that keep nothing throw when they are asked; there the page is not loaded again by itself. */
function marksOf(window: Window): Storage | undefined {
  try {
    return window.sessionStorage;
  } catch {
    return undefined;
  }
}
