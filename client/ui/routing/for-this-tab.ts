/** Whether a click on a link is for the tab that it is in; others open a tab, a window, or save. */
export function isForThisTab(event: MouseEvent): boolean {
  return event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
}
