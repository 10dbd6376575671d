/**
 * Calls `listener` whenever there is reason to believe that waiting is over: the page is seen again, the network is
 * back, the browser had put the page away or the machine slept. Rooms that wait to be dialled are to be nudged then.
 */
export function watchAwake(listener: () => void): Disposable {
  const listening = new AbortController();
  const { signal } = listening;
  const seen = () => {
    if (document.visibilityState === 'visible') listener();
  };
  document.addEventListener('visibilitychange', seen, { signal });
  document.addEventListener('resume', () => listener(), { signal });
  addEventListener('online', () => listener(), { signal });
  addEventListener('pageshow', ({ persisted }) => persisted && listener(), { signal });
  return { [Symbol.dispose]: () => listening.abort() };
}
