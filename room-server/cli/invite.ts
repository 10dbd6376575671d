import type { Config } from '../config/config.ts';
import type { Asked, ConnectControl } from './control-client.ts';
import { EXIT } from './failure.ts';
import { styleOf } from './style.ts';
import type { Terminal } from './terminal.ts';

/**
 * Makes an invite on the running server and prints it: alone on its line, so that it can be piped; on a terminal
 * a QR code follows.
 *
 * @returns the exit code.
 */
export async function invite(
  config: Config,
  wish: Asked<'invites.create'>,
  terminal: Terminal,
  connect: ConnectControl,
): Promise<number> {
  const control = await connect(config.data);
  try {
    const { code } = await control.ask('invites.create', wish);
    const style = styleOf(terminal.stdout, terminal.env);
    const lines = config.json ? [JSON.stringify({ code })] : [style.link(code), ...style.qr(code)];
    terminal.stdout.write(`${lines.join('\n')}\n`);
    return EXIT.done;
  } finally {
    await control.close();
  }
}
