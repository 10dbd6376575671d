import type { App } from './packages.ts';

/** A secret-stack plugin that adds multiserver's WebSocket transport, which secret-stack does not load by itself. */
export function wsTransport(create: (options: object) => unknown): (app: App) => object {
  return (app) => {
    app.multiserver.transport({ name: 'ws', create });
    return {};
  };
}
