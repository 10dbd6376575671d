/** What stands beside the stage in a wide window. */
export type Side = 'chat' | 'people' | 'closed';

/** What decides how a room is arranged. */
export interface Arrangement {
  /** Whether there is a stage. */
  readonly isStaged: boolean;
  readonly isNarrow: boolean;
  /** Whether the people are shown, where there is no stage beside which they are. */
  readonly isPanelOpen: boolean;
  readonly side: Side;
}

/** How a room is arranged. */
export interface Layout {
  /** The conversation: `covered` by a sheet that has all the attention, or `away`, behind the other tab. */
  readonly chat: 'shown' | 'covered' | 'away';
  readonly people: 'beside' | 'sheet' | 'away';
  /** Whether tabs say which of both stands beside the stage. */
  readonly isTabbed: boolean;
  /** Classes of what holds the parts. */
  readonly classes: string;
}

/**
 * Without a stage the conversation is in the middle, and the people beside it. With one, both share the place beside it; in
 * a narrow window the conversation stands below, and the people are a sheet over it as ever.
 */
export function layoutOf({ isStaged, isNarrow, isPanelOpen, side }: Arrangement): Layout {
  if (isNarrow) {
    const chat = isPanelOpen ? 'covered' : 'shown';
    const classes = isStaged ? 'middle staged' : 'middle';
    return { chat, people: isPanelOpen ? 'sheet' : 'away', isTabbed: false, classes };
  }
  if (isStaged) {
    const classes = side === 'closed' ? 'middle staged' : 'middle staged wide';
    return {
      chat: side === 'chat' ? 'shown' : 'away',
      people: side === 'people' ? 'beside' : 'away',
      isTabbed: side !== 'closed',
      classes,
    };
  }
  const people = isPanelOpen ? 'beside' : 'away';
  return { chat: 'shown', people, isTabbed: false, classes: isPanelOpen ? 'middle wide' : 'middle' };
}
