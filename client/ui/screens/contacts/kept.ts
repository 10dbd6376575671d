import type { PageState } from '../../../state/page-state.ts';
import { refusalOf } from '../../../state/refusal.ts';

/** Whether a change of the book was kept; where it was refused, the page says why. */
export async function isKept(page: PageState, change: Promise<unknown>): Promise<boolean> {
  try {
    await change;
    return true;
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === undefined) throw error;
    page.tell(refusal);
    return false;
  }
}
