/** Whether a host name means this machine here, and another one everywhere else. */
export function isOnlyHere(hostname: string): boolean {
  return /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}
