import { scriptUrl } from '../trusted-urls.ts';

/**
 * Starts the service worker, by which the page is shown without a network and can be installed. Browsers have it only
 * on https and localhost; without it everything else works.
 */
export async function keepOffline({ navigator, isSecureContext }: Window): Promise<void> {
  if (!isSecureContext || !('serviceWorker' in navigator)) return;
  try {
    await navigator.serviceWorker.register(scriptUrl('/sw.js'));
  } catch {
    // A browser that keeps nothing (a private window) refuses it: the page needs the network then, as any page does.
  }
}
