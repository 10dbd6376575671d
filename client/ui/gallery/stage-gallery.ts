import { type ReadonlySignal, signal } from '@preact/signals-core';
import { css, html, LitElement, type TemplateResult } from 'lit';
import '../app.css';
import type { WatchState } from '../../shares/watching/watching.ts';
import { PageState } from '../../state/page-state.ts';
import type { StageState } from '../../state/stage-state.ts';
import { controls } from '../elements/controls.styles.ts';
import '../elements/toasts.ts';
import { showFirstLanguage } from '../locales/language.ts';
import { pageClock } from '../shell/page-clock.ts';
import '../stage/on-stage.ts';
import { FakeMedia } from './fake-media.ts';
import { type FakeShare, type FakeViewer, fakeStage } from './fake-stage.ts';
import { FEEDS } from './feeds.ts';

type FeedId = FakeShare['by'];

const NAMES = ['Ann', 'Bob', 'Chloë of the long name that runs on', 'Dan', 'Eve'];
const [ANN, BOB, CHLOE, DAN, EVE] = FEEDS.map((feed) => feed as FeedId) as [
  FeedId,
  FeedId,
  FeedId,
  FeedId,
  FeedId,
];

const seen = (by: FeedId): FakeShare => ({
  ...{ by, state: { kind: 'watching' } },
  source: { parent: by, through: 'direct' },
});
const hidden = (by: FeedId, state: WatchState): FakeShare => ({
  ...{ by, state },
  facts: { fps: 0, width: 0, height: 0, layers: 0 },
});

const VIEWERS: readonly FakeViewer[] = [
  { ...{ id: BOB, behindMs: 160, fps: 15 }, ...{ from: ANN, through: 'direct', isFedHere: true } },
  { ...{ id: CHLOE, behindMs: 180, fps: 15 }, ...{ from: BOB, through: 'direct', isFedHere: false } },
  { ...{ id: DAN, behindMs: 2_400, fps: 3 }, ...{ from: ANN, through: 'room', isFedHere: true } },
  {
    ...{ id: EVE, behindMs: undefined, fps: 0 },
    ...{ from: undefined, through: undefined, isFedHere: false },
  },
];

/** Stages as they may be. The one that is shown is named by the address: `?stage=theatre`. */
const STAGES: Readonly<Record<string, () => StageState>> = {
  one: () => fakeStage([seen(ANN)]),
  theatre: () =>
    fakeStage(
      [
        { ...seen(ANN), source: { parent: BOB, through: 'direct' } },
        seen(BOB),
        hidden(CHLOE, { kind: 'joining' }),
        hidden(DAN, { kind: 'refused', why: 'not-decodable', codec: 'av1' }),
        seen(EVE),
      ],
      VIEWERS,
    ),
  paused: () => fakeStage([{ ...seen(ANN), state: { kind: 'waiting', why: 'paused' } }]),
  refused: () => fakeStage([hidden(ANN, { kind: 'refused', why: 'not-decodable', codec: 'av1' })]),
  gone: () => fakeStage([hidden(ANN, { kind: 'ended', why: 'gone' })]),
  sharing: () => fakeStage([], VIEWERS),
  nothing: () => fakeStage([]),
};

/** The stage of a room in each of its states. No part of what is served. */
class StageGallery extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        display: grid;
        grid-template-rows: auto minmax(0, 1fr);
        height: 100dvh;
      }
      main {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        min-height: 0;
      }
    `,
  ];

  readonly #page = new PageState(pageClock);
  readonly #stage: StageState;
  readonly #named = {
    name: (id: FeedId): ReadonlySignal<string> => signal(NAMES[FEEDS.indexOf(id)] ?? 'Somebody'),
  };

  constructor() {
    super();
    const query = new URLSearchParams(location.search);
    this.#page.media.value = new FakeMedia(query.has('sound') ? 'blocked' : 'none');
    this.#stage = (STAGES[query.get('stage') ?? ''] ?? (() => fakeStage([])))();
    if (query.has('grid')) this.#stage.layout.value = 'grid';
  }

  override render(): TemplateResult {
    const own = this.#stage.stage.own.snapshot();
    return html`<header>
        <h1 class="only-read">Stage</h1>
        ${own.map((each) => html`<or-sharing-bar .page=${this.#page} .state=${this.#named} .own=${each}></or-sharing-bar>`)}
      </header>
      <main><or-stage .page=${this.#page} .state=${this.#named} .stage=${this.#stage}></or-stage></main>
      <or-toasts .page=${this.#page}></or-toasts>`;
  }
}

customElements.define('or-stage-gallery', StageGallery);
document.documentElement.classList.add('app');
document.title = 'Stage';
void showFirstLanguage().then(() =>
  document.body.replaceChildren(document.createElement('or-stage-gallery')),
);
