import type { PageState } from '../../../state/page-state.ts';
import { t } from '../../locales/language.ts';

/** The stage, and the bar of those who share, come with the first share. A room goes on where they cannot be loaded. */
export async function loadStage(page: PageState): Promise<void> {
  try {
    await import('../../stage/on-stage.ts');
  } catch (error) {
    page.tell({ text: t('faultTitle'), isWrong: true });
    reportError(error);
  }
}
