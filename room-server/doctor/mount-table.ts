import type { MountFacts } from './judge-data.ts';

/** The mount that a path is on, of the text of `/proc/self/mountinfo` (proc(5)); `undefined` where none is found. */
export function mountOf(table: string, path: string): MountFacts | undefined {
  let best: MountFacts | undefined;
  for (const line of table.split('\n')) {
    const mount = readLine(line);
    // Of mounts at one point the last covers those before.
    const isLonger = mount !== undefined && mount.point.length >= (best?.point.length ?? 0);
    if (isLonger && isBelow(path, mount.point)) best = mount;
  }
  return best;
}

function readLine(line: string): MountFacts | undefined {
  const [before = '', after = ''] = line.split(' - ');
  const [, , , , point, options = ''] = before.split(' ');
  if (point === undefined) return undefined;
  const [, , whole = ''] = after.split(' ');
  const own = options.split(',');
  return {
    point: point.replace(/\\([0-7]{3})/g, (_, octal) => String.fromCharCode(Number.parseInt(octal, 8))),
    isReadOnly: own.includes('ro') || whole.split(',').includes('ro'),
    isNoExec: own.includes('noexec'),
  };
}

function isBelow(path: string, point: string): boolean {
  return path === point || path.startsWith(point.endsWith('/') ? point : `${point}/`);
}
