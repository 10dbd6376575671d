import { css, html, nothing, type TemplateResult } from 'lit';
import { buttons } from '../../elements/buttons.styles.ts';
import { controls } from '../../elements/controls.styles.ts';
import { icon } from '../../elements/icons.ts';
import { UiElement } from '../../elements/ui-element.ts';
import { t } from '../../locales/language.ts';
import { stageText } from '../../stage/stage-text.ts';
import type { Side } from './inside-layout.ts';

/** What stands beside the stage. */
type Tab = Exclude<Side, 'closed'>;

const TABS: readonly Tab[] = ['chat', 'people'];

/**
 * Above what stands beside the stage: which of both it is. `<or-side-tabs side="chat" unread=3 news=1 @chat @people
 * @close>`; arrows go from tab to tab.
 */
class SideTabs extends UiElement {
  static override properties = {
    side: {},
    unread: { type: Number },
    news: { type: Number },
  };
  static override styles = [
    controls,
    buttons,
    css`
      .bar {
        display: flex;
        align-items: stretch;
        min-height: 3rem;
        padding-inline: var(--or-space-3) var(--or-space-1);
        border-bottom: 1px solid var(--or-line);
        background: var(--or-card);
      }
      [role="tablist"] {
        display: flex;
        flex: 1;
        gap: var(--or-space-1);
      }
      [role="tab"] {
        display: inline-flex;
        gap: var(--or-space-2);
        align-items: center;
        padding: 0 var(--or-space-3);
        border: 0;
        border-block: 3px solid transparent;
        background: none;
        color: var(--or-soft);
        font: 600 0.9375rem/1 var(--or-sans);
        cursor: pointer;
      }
      [role="tab"]:hover {
        color: var(--or-ink);
      }
      [role="tab"][aria-selected="true"] {
        border-bottom-color: var(--or-accent);
        color: var(--or-accent);
      }
      /* How many are new, the bar below says. */
      .new::after {
        width: 0.6rem;
        height: 0.6rem;
        border-radius: 50%;
        background: var(--or-accent);
        content: "";
      }
      .icon-button {
        align-self: center;
      }
    `,
  ];

  declare side: Side;
  /** Messages that were not read. */
  declare unread: number;
  /** What is new among the people. */
  declare news: number;

  constructor() {
    super();
    this.side = 'chat';
    this.unread = 0;
    this.news = 0;
  }

  override render(): TemplateResult {
    return html`<div class="bar">
      <div role="tablist" aria-label=${stageText('side')} @keydown=${this.#onKey}>
        ${TABS.map((tab) => this.#tab(tab))}
      </div>
      <button class="icon-button" type="button" aria-label=${t('close')} @click=${() => this.#fire('close')}>${icon('x')}</button>
    </div>`;
  }

  #tab(tab: Tab): TemplateResult {
    const isShown = this.side === tab;
    const news = tab === 'chat' ? this.unread : this.news;
    return html`<button
      role="tab"
      type="button"
      class=${news > 0 ? 'new' : ''}
      aria-selected=${isShown}
      aria-description=${news > 0 ? t('countNew', { count: news }) : nothing}
      tabindex=${isShown ? '0' : '-1'}
      @click=${() => this.#fire(tab)}
    >
      ${t(tab)}
    </button>`;
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    const other = this.side === 'chat' ? 'people' : 'chat';
    this.#fire(other);
  };

  #fire(name: string): void {
    this.dispatchEvent(new Event(name));
  }
}

customElements.define('or-side-tabs', SideTabs);
