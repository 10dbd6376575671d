const KIB = 1024;
const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];

/** `1.5 GiB` */
export function size(bytes: number): string {
  const power = bytes < KIB ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / KIB ** power;
  return `${value < 10 && power > 0 ? value.toFixed(1) : Math.floor(value)} ${UNITS[power]}`;
}

/** `2030-01-31 23:59 UTC` */
export function instant(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** Units of a time, the largest first, in milliseconds. */
const TIMES = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

/** `3 hours`: a time in its largest unit. */
export function duration(ms: number): string {
  const [unit, length] = TIMES.find(([, each]) => ms >= each) ?? ['second', 1000];
  const many = Math.floor(ms / length);
  return `${many} ${unit}${many === 1 ? '' : 's'}`;
}

/** Permission bits as `chmod` has them. */
export function octal(mode: number): string {
  return (mode & 0o777).toString(8).padStart(4, '0');
}
