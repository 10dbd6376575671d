import { readFile } from 'node:fs/promises';
import { totalmem } from 'node:os';
import type { MemoryFacts, OpenFilesFacts, ProgramFacts } from './judge-machine.ts';

export function seeProgram(version: string): ProgramFacts {
  const { platform, arch, versions } = process;
  return { version, node: versions.node, platform, arch };
}

/** @param used what the running room says that it has */
export function seeMemory(used: number | undefined): MemoryFacts {
  const limit = process.constrainedMemory();
  const total = limit > 0 ? Math.min(limit, totalmem()) : totalmem();
  return { available: Math.min(process.availableMemory(), total), total, used };
}

/** @param pid the process of the running room */
export async function seeOpenFiles(pid: number | undefined): Promise<OpenFilesFacts> {
  const rooms = pid === undefined ? undefined : await limitOf(`${pid}`);
  return { limit: rooms ?? (await limitOf('self')), isRooms: rooms !== undefined };
}

/** The hard limit is not looked at: Node raises its own soft one to it when it starts. */
async function limitOf(process: string): Promise<number | undefined> {
  const text = await readFile(`/proc/${process}/limits`, 'utf8').catch(() => '');
  const found = /^Max open files +(\d+|unlimited)/m.exec(text)?.[1];
  if (found === undefined) return undefined;
  return found === 'unlimited' ? Number.POSITIVE_INFINITY : Number(found);
}
