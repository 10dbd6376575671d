/** A browser with this flag captures the first tab of that title for whoever asks for a screen, without a click. */
export const CAPTURES_TITLE = '--auto-select-tab-capture-source-by-title=';

/** The flags of a browser in which whoever asks for a screen is given the tab whose title holds this. */
export function capturing(title: string): readonly string[] {
  return [`${CAPTURES_TITLE}${title}`];
}
