import { existsSync } from 'node:fs';
import { fromApt } from './install.ts';
import { installed } from './installed.ts';

/** Runs programs of ARM on another processor. */
const EMULATOR = 'qemu-aarch64-static';

/** The C and C++ libraries of ARM, where Debian puts those for cross-building. */
const LIBRARIES = '/usr/aarch64-linux-gnu';

const PACKAGES = ['qemu-user-static', 'libc6-arm64-cross', 'libstdc++6-arm64-cross', 'libgcc-s1-arm64-cross'];

/** What runs a program of ARM here: the command line before it. `undefined` where there is none. */
export function armCommand(): readonly string[] | undefined {
  if (process.arch === 'arm64') return [];
  return find() ?? (fromApt(...PACKAGES) ? find() : undefined);
}

function find(): readonly string[] | undefined {
  const emulator = installed([EMULATOR]);
  return emulator !== undefined && existsSync(`${LIBRARIES}/lib/libstdc++.so.6`)
    ? [emulator, '-L', LIBRARIES]
    : undefined;
}
