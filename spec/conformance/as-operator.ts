import { openControlSocket } from '../../room-server/cli/control-client.ts';
import { controlOver } from '../../room-server/control/control-client.ts';
import { within } from '../stock/deadline.ts';

/** Does something to a room as whoever runs its server does, on its command line. */
export async function asOperator<T>(
  { data }: { readonly data: string },
  act: (remote: ReturnType<typeof controlOver>['remote']) => Promise<T>,
): Promise<T> {
  const { remote, close } = controlOver(await openControlSocket(data));
  try {
    return await within('the room to do it', act(remote));
  } finally {
    close();
  }
}
