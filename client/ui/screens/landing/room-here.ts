import { css, html, nothing, type TemplateResult } from 'lit';
import type { PageState, RoomHere } from '../../../state/page-state.ts';
import { whenDefined } from '../../../state/when-defined.ts';
import { buttons } from '../../elements/buttons.styles.ts';
import { controls } from '../../elements/controls.styles.ts';
import { icon } from '../../elements/icons.ts';
import '../../elements/key-mark.ts';
import { lists } from '../../elements/lists.styles.ts';
import { UiElement } from '../../elements/ui-element.ts';
import { loadRoomHere } from '../../load-room-here.ts';
import { t } from '../../locales/language.ts';
import { hasBeenIn } from '../../routing/room-route.ts';
import type { Router } from '../../routing/router.ts';

/** The room of the server that this page came from, as a card with `Join`. */
class RoomHereCard extends UiElement {
  static override properties = {
    page: { attribute: false },
    router: { attribute: false },
    hasAsked: { state: true },
  };
  static override styles = [
    controls,
    buttons,
    lists,
    css`
      :host {
        min-width: 0;
      }
      .card {
        display: flex;
        flex-direction: column;
        gap: var(--or-space-3);
        align-items: flex-start;
        height: 100%;
      }
      .head {
        display: flex;
        gap: var(--or-space-4);
        align-items: center;
      }
      .head > div {
        min-width: 0;
      }
      or-key-mark {
        --or-mark-size: 3.5rem;
      }
      h2 {
        overflow-wrap: anywhere;
      }
      .description {
        display: -webkit-box;
        overflow: hidden;
        color: var(--or-soft);
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 3;
        overflow-wrap: anywhere;
      }
      .inside {
        display: flex;
        gap: var(--or-space-2);
        align-items: center;
        font-size: var(--or-text-s);
        font-weight: 600;
      }
      .button {
        margin-top: auto;
      }
      @media (max-width: 30rem) {
        .button {
          align-self: stretch;
        }
      }
    `,
  ];

  declare page: PageState;
  declare router: Router;
  /** Whether the server was asked since this is shown: what is not known now will not come by itself. */
  declare hasAsked: boolean;

  #shown = new AbortController();

  constructor() {
    super();
    this.hasAsked = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#shown = new AbortController();
    void this.#ask();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#shown.abort();
  }

  override render(): TemplateResult | typeof nothing {
    const here = this.page.here.value;
    if (here !== undefined) return here.claimed ? this.#room(here) : this.#fresh();
    if (!this.hasAsked) return html`<section class="card"><p class="soft">${t('loading')}</p></section>`;
    return html`<section class="card">
      <p role="status">${t('roomHereSilent')}</p>
      <button class="button quiet" type="button" @click=${() => void this.#ask({ again: true })}>${icon('refresh-cw')}${t('tryAgain')}</button>
    </section>`;
  }

  #room({ roomId, name, description, online }: RoomHere): TemplateResult {
    const isInside = this.page.clientState.value?.rooms.value.some(({ id }) => id === roomId) === true;
    return html`<section class="card" aria-labelledby="here">
      <div class="head">
        <or-key-mark room silent feed=${roomId}></or-key-mark>
        <div>
          <p class="small soft">${t('roomHere')}</p>
          <h2 id="here">${name ?? t('unnamedRoom')}</h2>
        </div>
      </div>
      ${description ? html`<p class="description">${description}</p>` : nothing}
      <p class="inside">
        <span class="dot ${online > 0 ? 'live' : ''}"></span>${isInside ? t('youAreInside') : insideText(online)}
      </p>
      <button class="button" type="button" @click=${this.#join}>${t('join')}${icon('chevron-right')}</button>
    </section>`;
  }

  #fresh(): TemplateResult {
    return html`<section class="card" aria-labelledby="here">
      <h2 id="here">${t('roomHereNew')}</h2>
      <p class="soft">${t('roomHereNewText')}</p>
      <button class="button" type="button" @click=${() => this.router.go({ screen: 'claim', code: null })}>
        ${t('openTheRoom')}${icon('chevron-right')}
      </button>
    </section>`;
  }

  async #ask({ again = false } = {}): Promise<void> {
    this.hasAsked = false;
    await loadRoomHere(this.page, { again });
    this.hasAsked = true;
  }

  /** Whoever has been there is not asked again. */
  readonly #join = async () => {
    await whenDefined(this.page.settledSession, this.#shown.signal).catch(() => undefined);
    if (this.#shown.signal.aborted) return;
    const id = this.page.here.peek()?.roomId;
    const enters = id !== undefined && hasBeenIn(this.page.clientState.peek(), id);
    this.router.go({ screen: 'room', room: null, enters });
  };
}

function insideText(count: number): string {
  return count > 0 ? t('peopleOnline', { count }) : t('beFirst');
}

customElements.define('or-room-here', RoomHereCard);
