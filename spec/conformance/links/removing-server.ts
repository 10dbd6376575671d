import { startRoomServer } from '../../../room-server/compose.ts';
import { readConfig } from '../../../room-server/config/read-config.ts';
import { testLog } from '../../../room-server/net/tls/test-log.ts';
import type { RunningServer } from '../../../room-server/running-server.ts';

/** A room server in this process, of which a test can do what its owner will: remove somebody, end all links. */
export async function startServer(data: string): Promise<RunningServer> {
  const off = { whoisPort: 'off', metricsPort: 'off', stunPort: 'off' };
  const flags = { data, host: '127.0.0.1', name: 'Garden', port: '0', httpPort: '0', ...off };
  return startRoomServer(readConfig({ flags, env: {} }), testLog().log);
}
