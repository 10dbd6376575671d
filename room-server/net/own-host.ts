import { hostname, networkInterfaces } from 'node:os';

/** The first address of this machine that others on its network can use, or else its name. */
export function ownHost(): string {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const outward = all.filter(({ internal }) => !internal);
  return outward.find(({ family }) => family === 'IPv4')?.address ?? hostname();
}
