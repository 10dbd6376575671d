import { readdirSync, readFileSync } from 'node:fs';

/** Whether {@link cpuSeconds} can tell anything on this system. */
export const tellsCpu = process.platform === 'linux';

/** CPU time that all threads of a process have used, in seconds. Linux only; throws where the process is gone. */
export function cpuSeconds(pid: number): number {
  const tasks = `/proc/${pid}/task`;
  let nanoseconds = 0;
  for (const thread of readdirSync(tasks)) {
    nanoseconds += Number(readFileSync(`${tasks}/${thread}/schedstat`, 'utf8').split(' ', 1)[0]);
  }
  return nanoseconds / 1e9;
}
