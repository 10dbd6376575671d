import { untracked } from '@preact/signals-core';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { ClientState } from '../../../state/client-state.ts';
import type { PageState } from '../../../state/page-state.ts';
import type { TilePlace } from '../../../state/stage-layout.ts';
import type { ShareView, StageState, WatchingView } from '../../../state/stage-state.ts';
import { nameOf } from '../../conversation/names.ts';
import { buttons } from '../../elements/buttons.styles.ts';
import { controls } from '../../elements/controls.styles.ts';
import { icon } from '../../elements/icons.ts';
import { UiElement } from '../../elements/ui-element.ts';
import { drawings } from '../drawings.ts';
import { canLeavePage, showInWindow } from './picture-window.ts';
import { Screening } from './screening.ts';
import { type Cover, coverOf, coverView } from './share-cover.ts';
import './share-tools.ts';
import { figuresWords, qualityWords, screenName, sourceWords } from '../share-words.ts';
import { stageText } from '../stage-text.ts';
import { shareViewStyles } from './share-view.styles.ts';
import './zoomed.ts';
import type { Zoomed } from './zoomed.ts';

/**
 * What somebody shows: the picture, which is called as it is theirs, how it comes here, and what can be done with it.
 * `<or-share-view .page .state .stage .share place="main">`; it is drawn while it is in the page.
 */
export class ShareTile extends UiElement {
  static override properties = {
    page: { attribute: false },
    state: { attribute: false },
    stage: { attribute: false },
    share: { attribute: false },
    place: { reflect: true },
    screening: { state: true },
    isFull: { state: true },
  };
  static override styles = [controls, buttons, shareViewStyles];

  declare page: PageState;
  declare state: Pick<ClientState, 'name'>;
  declare stage: StageState;
  declare share: ShareView;
  declare place: TilePlace;
  declare screening: Screening | undefined;
  /** Whether it fills the screen. */
  declare isFull: boolean;
  #hadFocus = false;
  /** What was begun with this picture, and ends with it. */
  #while = new AbortController();

  constructor() {
    super();
    this.isFull = false;
    this.addEventListener('fullscreenchange', () => {
      this.isFull = this.matches(':fullscreen');
    });
  }

  override render(): TemplateResult {
    const { share, state } = this;
    const name = nameOf(state, share.by);
    const watching = this.#watching;
    return html`<div class="tile" role="group" aria-label=${stageText('shareOf', { name })}>
      <div class="frame">
        ${watching === undefined ? this.#unseen() : this.#picture(watching, name)}
        ${this.place === 'strip' ? this.#enlarge() : nothing}
      </div>
      <div class="foot">
        <p class="caption"><b>${name}</b>${watching === undefined || isPast(watching) ? nothing : this.#words(watching)}</p>
        ${watching === undefined || this.place === 'strip' ? nothing : this.#tools(watching)}
      </div>
    </div>`;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#end();
  }

  /** Enlarges the picture as a key does. */
  zoomBy(key: string): void {
    this.renderRoot.querySelector<Zoomed>('or-zoomed')?.press(key);
  }

  /** Fills the screen with it, or gives the screen back. */
  toggleFull(): void {
    if (document.fullscreenElement === null) void this.requestFullscreen().catch(reportError);
    else void document.exitFullscreen();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    this.#hadFocus = this.shadowRoot?.activeElement instanceof Element;
    const media = this.page.media.value;
    const watching = this.#watching;
    if (this.screening?.watching === watching) return;
    this.#end();
    if (media !== undefined && watching !== undefined && this.isConnected)
      this.screening = untracked(() => new Screening(media, watching, this.stage.loudness(this.share.id)));
  }

  /** What had the focus may be gone: what has come in its place gets it. */
  protected override updated(): void {
    if (!this.#hadFocus || this.shadowRoot?.activeElement instanceof Element) return;
    const find = (which: string) => this.renderRoot.querySelector<HTMLElement>(which);
    (find('.enlarge') ?? find('or-zoomed, .cover button'))?.focus();
  }

  get #watching(): WatchingView | undefined {
    return this.stage.watched.value.get(this.share.id);
  }

  #end(): void {
    this.#while.abort();
    this.#while = new AbortController();
    this.screening?.[Symbol.dispose]();
    this.screening = undefined;
  }

  #picture(watching: WatchingView, name: string): TemplateResult {
    const { screening } = this;
    const hasPicture = screening?.player.shown.value !== undefined && !isPast(watching);
    const cover: Cover | undefined =
      coverOf(watching.state.value, name) ??
      (hasPicture ? undefined : { text: stageText('joiningShare'), passes: true, again: false });
    const canvas = screening?.canvas;
    if (canvas !== undefined) {
      canvas.setAttribute('role', 'img');
      canvas.setAttribute('aria-label', screenName(this.state, this.share, this.stage.shares.value));
      canvas.classList.toggle('drawn', hasPicture);
    }
    return html`<or-zoomed ?still=${this.place === 'strip'}>${canvas ?? nothing}</or-zoomed>
      ${cover === undefined ? nothing : coverView(cover, hasPicture, this.#watch)}
      ${this.#blocked()}`;
  }

  /** Browsers play no sound before somebody has clicked. */
  #blocked(): TemplateResult | typeof nothing {
    const player = this.screening?.player;
    if (player?.sound.value !== 'blocked' || this.place === 'strip') return nothing;
    return html`<button class="button hear" type="button" @click=${() => void player.unblock()}>
      ${icon(drawings.volume2)}${stageText('toHear')}
    </button>`;
  }

  #unseen(): TemplateResult {
    return html`<div class="cover">
      <p>${stageText('notWatched')}</p>
      <button class="button quiet" type="button" @click=${this.#watch}>${stageText('watchShare')}</button>
    </div>`;
  }

  /** A picture in the row below is a button that makes it large. */
  #enlarge(): TemplateResult | typeof nothing {
    if (this.#watching === undefined) return nothing;
    return html`<button class="enlarge" type="button" aria-label=${stageText('showLarge')} @click=${this.#pin}></button>`;
  }

  #words(watching: WatchingView): TemplateResult {
    const source = watching.source.value;
    const facts = watching.facts.value;
    const way = source && sourceWords(this.state, this.share.by, source);
    const quality = qualityWords(facts, source?.through);
    const words = [way, quality].filter((each) => each !== undefined).join(' · ');
    return html`<span class="way" title=${quality === undefined ? nothing : figuresWords(facts)}>${words}</span>`;
  }

  #tools(watching: WatchingView): TemplateResult {
    const isPinned = this.stage.pinned.value === this.share.id;
    return html`<or-share-tools
      .player=${this.screening?.player}
      .loudness=${this.stage.loudness(this.share.id)}
      ?pinned=${isPinned}
      ?window=${canLeavePage()}
      ?compact=${this.place === 'cell'}
      ?full=${this.isFull}
      ?past=${isPast(watching)}
      ?seen=${watching.state.value.kind === 'watching'}
      @zoom=${(event: CustomEvent<string>) => this.zoomBy(event.detail)}
      @pin=${isPinned ? this.#unpin : this.#pin}
      @window=${() => void this.#toWindow()}
      @full=${() => this.toggleFull()}
      @stop=${() => this.stage.unwatch(this.share.id)}
    ></or-share-tools>`;
  }

  async #toWindow(): Promise<void> {
    const canvas = this.screening?.canvas;
    if (canvas === undefined) return;
    try {
      await showInWindow(canvas, this.#while.signal);
    } catch {
      this.page.tell({ text: stageText('noPicture'), isWrong: true });
    }
  }

  readonly #watch = (): void => this.stage.watch(this.share);

  readonly #pin = (): void => {
    this.stage.layout.value = 'theatre';
    this.stage.pinned.value = this.share.id;
  };

  readonly #unpin = (): void => {
    this.stage.pinned.value = undefined;
  };
}

/** Whether nothing of it is to be seen any more. Reads signals. */
function isPast({ state }: WatchingView): boolean {
  const now = state.value;
  return now.kind === 'refused' || (now.kind === 'ended' && now.why !== 'gone');
}

customElements.define('or-share-view', ShareTile);
