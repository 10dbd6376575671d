import { type SocketAddress, writeHostPort } from '@open-rooms/protocol';
import { dialWebSocket, loadSodium } from '@open-rooms/protocol/web';
import { pageRules } from '../connection/page-rules.ts';
import type { DialledWire, Runtime } from '../connection/runtime.ts';
import { askFrom } from './ask.ts';
import { webClock } from './web-clock.ts';

/** The client in a browser: crypto in wasm, WebSockets, fetch. Resolves once the wasm is compiled. */
export async function openBrowserRuntime(): Promise<Runtime> {
  const crypto = await loadSodium();
  const rules = pageRules(location.protocol === 'https:');
  return {
    crypto,
    clock: webClock,
    now: Date.now,
    transports: rules.transports,
    undialable: rules.undialable,
    dial,
    ask: askFrom(rules),
  };
}

async function dial({ transport, host, port }: SocketAddress, signal: AbortSignal): Promise<DialledWire> {
  if (transport === 'net')
    throw new Error(`browsers open no TCP, and ${writeHostPort({ host, port })} is that`);
  return dialWebSocket({ transport, host, port }, webClock, signal);
}
