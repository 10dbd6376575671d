/** What browsers play as video; some name files by their ending alone. */
const FILMS = 'video/*,.mkv,.webm,.mp4,.mov';

/** Lets the person choose a film; `undefined` where they choose none. To be called in a click. */
export function pickFile(): Promise<File | undefined> {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = FILMS;
  const { promise, resolve } = Promise.withResolvers<File | undefined>();
  input.addEventListener('change', () => resolve(input.files?.[0]));
  input.addEventListener('cancel', () => resolve(undefined));
  // Some browsers forget one that is in no document before anything was chosen.
  input.hidden = true;
  document.body.append(input);
  input.click();
  return promise.finally(() => input.remove());
}
