/** Waits for the app of whoever signs in, and goes on when it has confirmed. The page works without. */
export const signInScript = `
const waiting = document.getElementById('waiting');
if (waiting) {
  const { events, finish, failed, offline } = waiting.dataset;
  const source = new EventSource(events);
  source.addEventListener('success', async ({ data }) => {
    source.close();
    await seen();
    location.replace(finish + encodeURIComponent(data));
  });
  source.addEventListener('failed', () => {
    source.close();
    waiting.textContent = failed;
  });
  source.addEventListener('error', () => {
    if (source.readyState === EventSource.CLOSED) waiting.textContent = offline;
  });
  addEventListener('pagehide', () => source.close());
  waiting.hidden = false;
}

/** A phone that shows the app takes the page back when it shows the browser again. */
function seen() {
  if (document.visibilityState === 'visible') return undefined;
  return new Promise((resolve) => document.addEventListener('visibilitychange', resolve, { once: true }));
}
`;
