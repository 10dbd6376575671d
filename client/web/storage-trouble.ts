import { Refused } from '@open-rooms/protocol';

/**
 * Does something with the browser's database. What the browser refuses is no fault of ours.
 * @throws Refused `unavailable`
 */
export async function orRefused<R>(act: () => Promise<R>): Promise<R> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    const refusal = new Refused('unavailable', `This browser did not keep that: ${reasonOf(error)}`);
    refusal.cause = error;
    throw refusal;
  }
}

/** What a browser's refusal means to a person, with what to do, as the rest of a sentence. */
export function reasonOf(error: DOMException): string {
  switch (error.name) {
    case 'QuotaExceededError':
      return 'the space that it gives this page is used up, or the disk is full. Make room on the disk, or leave conversations that nobody reads any more.';
    case 'InvalidStateError':
      return 'the database was closed, perhaps for a newer version of this page in another tab. Reload this page.';
    case 'VersionError':
      return 'a newer version of this page has been here. Reload this page.';
    case 'SecurityError':
      return 'it does not let this page keep anything. Allow cookies and site data for this page.';
    default:
      return `${error.name}${error.message === '' ? '' : ` (${error.message.replace(/\.$/, '')})`}. Private windows and full disks are the usual reasons.`;
  }
}
