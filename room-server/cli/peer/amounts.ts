const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;
const STEP = 1000;

/** An amount of bytes as a person reads it: `6 bytes`, `12.3 kB`, `20.0 MB`. */
export function bytesText(bytes: number): string {
  let amount = bytes;
  let unit = 0;
  // Rounded before it is compared: 999,960 bytes are 1.0 MB, not 1000.0 kB.
  while (unit < UNITS.length - 1 && Number(amount.toFixed(unit === 0 ? 0 : 1)) >= STEP) {
    amount /= STEP;
    unit++;
  }
  if (unit > 0) return `${amount.toFixed(1)} ${UNITS[unit]}`;
  return bytes === 1 ? '1 byte' : `${bytes} bytes`;
}

/** A time as a person reads it: `0.4 s`, `12 s`, `3 min`. */
export function secondsText(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  return seconds < 120 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}
