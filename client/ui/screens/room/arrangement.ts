import { signal } from '@preact/signals-core';
import { keep, kept } from '../../preferences/kept.ts';
import { isNarrow } from '../../shell/narrow.ts';
import { type Layout, layoutOf, type Side } from './inside-layout.ts';

/** Whether the people are shown beside the conversation, as the person left it. */
const PANEL = 'panel';

/** Where conversation and people of a room stand, as its person wants it. Its getters read signals. */
export class Arrangement {
  readonly #isStaged: () => boolean;
  readonly #isBeside = signal(kept(PANEL) !== 'closed');
  /** A sheet covers what is below it: it is opened by hand alone, not by a window that gets narrow. */
  readonly #isSheet = signal(false);
  readonly #side = signal<Side>('chat');

  /** @param isStaged whether there is a stage; may read signals */
  constructor(isStaged: () => boolean) {
    this.#isStaged = isStaged;
  }

  get layout(): Layout {
    return layoutOf({
      isStaged: this.#isStaged(),
      isNarrow: isNarrow.value,
      isPanelOpen: isNarrow.value ? this.#isSheet.value : this.#isBeside.value,
      side: this.#side.value,
    });
  }

  /** What stands beside the stage. */
  get side(): Side {
    return this.#side.value;
  }

  get arePeopleShown(): boolean {
    return this.layout.people !== 'away';
  }

  showPeople(): void {
    this.#set(true);
  }

  /** Puts away what stands beside the stage, or else the people. */
  close(): void {
    this.#set(false);
  }

  /** Brings the conversation to where it is seen. */
  showChat(): void {
    this.#side.value = 'chat';
    this.#isSheet.value = false;
  }

  /** Beside the stage is another place than beside the conversation: the choice without a stage stays. */
  #set(isOpen: boolean): void {
    this.#isSheet.value = isOpen;
    if (isNarrow.peek()) return;
    if (this.#isStaged()) {
      this.#side.value = isOpen ? 'people' : 'closed';
      return;
    }
    this.#isBeside.value = isOpen;
    keep(PANEL, isOpen ? 'open' : 'closed');
  }
}
