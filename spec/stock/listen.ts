import type { Server } from 'node:net';

/** Tells that the port a stock program asked for was opened on loopback, and where. */
export interface Listening {
  readonly listening: { readonly asked: number; readonly port: number };
}

/** asked port → port to open instead; 0 lets the system choose */
export type PortMoves = Readonly<Record<number, number>>;

/**
 * Flags that make Node move every TCP server of a program to 127.0.0.1 and to the ports of `moves`, report each as
 * `Listening`, and end with its parent. The preload is plain JavaScript in a data URL: preloading a TypeScript file
 * would add Node's type stripper, about 17 MB, to the memory that a bench reads.
 */
export function moveListeners(moves: PortMoves): string[] {
  const source = `import net from 'node:net'; (${installMoves})(net.Server.prototype, ${JSON.stringify(moves)});`;
  return ['--import', `data:text/javascript,${encodeURIComponent(source)}`];
}

/** Runs in the other process from its own source text, so it uses nothing but its arguments and globals. */
function installMoves(prototype: Server, moves: PortMoves): void {
  const listen: (this: Server, options: { port: number; host: string }) => Server = prototype.listen;
  function moved(this: Server, asked: number, ...rest: unknown[]): Server {
    const started = rest.find((value): value is () => void => typeof value === 'function');
    this.once('listening', () => {
      const bound = this.address();
      if (bound !== null && typeof bound === 'object')
        process.send?.({ listening: { asked, port: bound.port } });
    });
    if (started !== undefined) this.once('listening', started);
    return listen.call(this, { port: moves[asked] ?? 0, host: '127.0.0.1' });
  }
  Object.defineProperty(prototype, 'listen', { value: moved });
  process.on('disconnect', () => process.exit());
}
