import { isTransferLink } from '../identity/transfer-mark.ts';

/**
 * The link that carries a key, where the page was opened with one. It is taken out of the address bar at once, and out
 * of the tab's history, so that nobody who uses this browser later finds it there.
 */
export function takeKeyLink({ location, history }: Window): string | undefined {
  if (!isTransferLink(location.hash)) return undefined;
  const link = location.href;
  history.replaceState(history.state, '', location.pathname + location.search);
  return link;
}
