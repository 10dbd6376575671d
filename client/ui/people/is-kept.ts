import type { PageState } from '../../state/page-state.ts';
import { sentenceOf } from '../locales/sentence-of.ts';

/** Whether a change of what is kept here was made; where it was refused, the page says why. */
export async function isKept(page: PageState, change: Promise<unknown>): Promise<boolean> {
  try {
    await change;
    return true;
  } catch (error) {
    const refusal = sentenceOf(error);
    if (refusal === undefined) throw error;
    page.tell({ ...refusal, isWrong: true });
    return false;
  }
}
