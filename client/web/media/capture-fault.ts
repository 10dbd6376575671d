import { CaptureError, type CaptureKind } from '../../state/media-port.ts';

const WHAT: Readonly<Record<CaptureKind, string>> = {
  display: 'the screen',
  camera: 'the camera',
  file: 'the file',
};

/** What the browser says where the system forbids it, or the page's frame does. */
const BY_SYSTEM = /system|policy/i;

/** A fault as {@link CaptureError}s tell it, from what the browser threw. */
export function captureFault(kind: CaptureKind, error: unknown, isDenied = false): CaptureError {
  if (error instanceof CaptureError) return error;
  const what = WHAT[kind];
  const name = error instanceof Error ? error.name : '';
  const detail = error instanceof Error ? error.message : String(error);
  if (name === 'NotAllowedError' && !isDenied && !BY_SYSTEM.test(detail))
    return new CaptureError('refused', `Nothing is shared: ${what} was not chosen.`);
  if (name === 'NotFoundError' || name === 'OverconstrainedError')
    return new CaptureError('missing', `Cannot share ${what}: there is none here (${detail}).`);
  if (name === 'TypeError' || name === 'NotSupportedError')
    return new CaptureError(
      'unsupported',
      `Cannot share ${what}: this browser cannot capture it (${detail}).`,
    );
  return new CaptureError(
    'blocked',
    `Cannot share ${what}: the browser or the system does not allow it (${detail}). Allow it in their settings, then try again.`,
  );
}

/** Throws where pages may not capture at all: browsers let those over https and of this machine alone. */
export function assertSecure(kind: CaptureKind): void {
  if (isSecureContext) return;
  throw new CaptureError(
    'insecure',
    `Cannot share ${WHAT[kind]}: browsers allow that over https only, and this page came over http.`,
  );
}

/** The fault where this browser has no way. */
export function unsupported(kind: CaptureKind): CaptureError {
  return new CaptureError(
    'unsupported',
    `Cannot share ${WHAT[kind]}: this browser has no way. Chrome, Edge and Firefox on a computer have.`,
  );
}
