import { computed } from '@preact/signals-core';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { ClientState } from '../../state/client-state.ts';
import type { PageState } from '../../state/page-state.ts';
import { columnsOf, mainOf, placeOf, type Tile } from '../../state/stage-layout.ts';
import type { OwnShareView, ShareView, StageState } from '../../state/stage-state.ts';
import { whenDefined } from '../../state/when-defined.ts';
import { buttons } from '../elements/buttons.styles.ts';
import { controls } from '../elements/controls.styles.ts';
import { icon } from '../elements/icons.ts';
import { UiElement } from '../elements/ui-element.ts';
import { isNarrow } from '../shell/narrow.ts';
import { drawings } from './drawings.ts';
import { mayForward } from './watching/may-forward.ts';
import './sharing/own-view.ts';
import './watching/share-view.ts';
import { stageStyles } from './stage.styles.ts';
import { stageText } from './stage-text.ts';
import { toolStyles } from './tools.styles.ts';
import type { ShareTile } from './watching/share-view.ts';

/** Shares that are watched by themselves: what one looks at is one or two, and each costs as much as the other. */
const MAX_WATCHED = 4;
const MAX_WATCHED_NARROW = 1;

const mostWatched = computed(() => (isNarrow.value ? MAX_WATCHED_NARROW : MAX_WATCHED));

type On = Tile<string> & ({ readonly share: ShareView } | { readonly own: OwnShareView });

/**
 * What is on in a room: one share large and the others in a row below it, or all as large. `<or-stage .page .state
 * .stage>`. What comes is watched by itself.
 */
export class StageView extends UiElement {
  static override properties = {
    page: { attribute: false },
    state: { attribute: false },
    stage: { attribute: false },
  };
  static override styles = [controls, buttons, toolStyles, stageStyles];

  declare page: PageState;
  declare state: Pick<ClientState, 'name'>;
  declare stage: StageState;
  /** What was large when this was rendered last. */
  #last: string | undefined;
  /** Aborted when it is shown no more. */
  #shown = new AbortController();

  override render(): TemplateResult {
    const { stage } = this;
    const tiles = this.#tiles();
    if (tiles.length === 0) return this.#nothing();
    const { value: layout } = stage.layout;
    const main = mainOf(tiles, { layout, pinned: stage.pinned.value, last: this.#last });
    this.#last = main ?? this.#last;
    const columns = main === undefined ? `grid c${columnsOf(tiles.length, isNarrow.value)}` : 'theatre';
    return html`<div class="tiles ${columns} ${tiles.length > 1 ? 'several' : ''}">
        ${repeat(
          tiles,
          ({ id }) => id,
          (tile) => this.#tile(tile, main),
        )}
      </div>
      ${tiles.length > 1 ? this.#switch() : nothing}`;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#shown = new AbortController();
    void this.#begin();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#shown.abort();
  }

  protected override updated(): void {
    this.toggleAttribute('several', this.stage.shares.value.length + this.stage.own.value.length > 1);
  }

  /** Does what a key does with the stage: with what has the focus or else is large, or with how it is arranged. */
  press(shortcut: 'full' | 'layout' | 'zoom', key: string): void {
    if (shortcut === 'layout') this.#toggleLayout();
    else if (shortcut === 'full') this.#tileOfKeys?.toggleFull();
    else this.#tileOfKeys?.zoomBy(key);
  }

  #toggleLayout(): void {
    const { layout } = this.stage;
    layout.value = layout.peek() === 'grid' ? 'theatre' : 'grid';
  }

  get #tileOfKeys(): ShareTile | null {
    const find = (which: string) => this.renderRoot.querySelector<ShareTile>(`or-share-view${which}`);
    return find(':focus-within:not([place="strip"])') ?? find('[place="main"]');
  }

  /** Watching begins once it is known what this browser can show. */
  async #begin(): Promise<void> {
    await this.updateComplete;
    const media = await whenDefined(this.page.media, this.#shown.signal).catch(() => undefined);
    const decodes = await media?.decodes;
    if (decodes !== undefined) this.stage.begin({ decodes, mayForward, most: mostWatched });
  }

  #tiles(): On[] {
    const { stage } = this;
    const watched = stage.watched.value;
    const shares = stage.shares.value.map((share) => ({
      ...{ id: share.id, isOwn: false, share },
      isSeen: watched.has(share.id),
    }));
    const own = stage.own.value.map((each) => ({ id: each.id, isOwn: true, isSeen: true, own: each }));
    return [...shares, ...own];
  }

  #tile(tile: On, main: string | undefined): TemplateResult {
    const place = placeOf(tile.id, main);
    if ('own' in tile) return html`<or-own-view .own=${tile.own} place=${place}></or-own-view>`;
    const { page, state, stage } = this;
    return html`<or-share-view .page=${page} .state=${state} .stage=${stage} .share=${tile.share} place=${place}></or-share-view>`;
  }

  #switch(): TemplateResult {
    const isGrid = this.stage.layout.value === 'grid';
    const label = stageText(isGrid ? 'asTheatre' : 'asGrid');
    return html`<button class="icon-button switch" type="button" aria-label=${label} title="${label} (W)" @click=${() => this.#toggleLayout()}>
      ${icon(isGrid ? drawings.galleryThumbnails : drawings.layoutGrid)}
    </button>`;
  }

  #nothing(): TemplateResult {
    return html`<div class="nothing">
      ${icon(drawings.monitorUp)}
      <h2>${stageText('nothingOn')}</h2>
      <p>${stageText('nothingOnText')}</p>
    </div>`;
  }
}

customElements.define('or-stage', StageView);
