/**
 * Keeps the parts of the page, so that it is shown without a network: all of one version, or none. Documents come from
 * the network whenever there is one, and name their parts by digests of what is inside, so that nothing old is ever
 * shown for something new.
 */
const worker = globalThis as unknown as ServiceWorkerGlobalScope;

/** Both are written by the build: `build/offline-list.ts`. */
const VERSION = '__OPEN_ROOMS_VERSION__';
const FILES = '__OPEN_ROOMS_FILES__'.split(',');

const PREFIX = 'open-rooms-';
const CACHE = PREFIX + VERSION;
const BASE = '/app/';

/** What stands for every document while there is no network, and what it loads beside our parts. */
const OFFLINE = '/offline';
const ALSO = [OFFLINE, '/assets/icon.svg'];

worker.addEventListener('install', (event) => event.waitUntil(install()));
worker.addEventListener('activate', (event) => event.waitUntil(activate()));
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin) return;
  if (request.mode === 'navigate') event.respondWith(navigate(request));
  else if (pathname.startsWith(BASE) || ALSO.includes(pathname)) event.respondWith(load(request));
});

/** Fails, to be tried again later, where the server has another version by now. */
async function install(): Promise<void> {
  const cache = await caches.open(CACHE);
  const requests = [...FILES.map((name) => BASE + name), ...ALSO];
  await cache.addAll(requests.map((url) => new Request(url, { cache: 'no-cache' })));
  await worker.skipWaiting();
}

async function activate(): Promise<void> {
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await worker.clients.claim();
}

async function navigate(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(OFFLINE)) ?? Response.error();
  }
}

async function load(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  // A name with a digest is the same everywhere; of others the network has the newest.
  if (FILES.includes(pathname.slice(BASE.length))) {
    return (await caches.match(request)) ?? fetch(request);
  }
  return fetch(request).catch(async () => (await caches.match(request)) ?? Response.error());
}
