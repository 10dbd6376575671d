import { css, html, type TemplateResult } from 'lit';
import type { PageState } from '../../state/page-state.ts';
import { controls } from './controls.styles.ts';
import { icon } from './icons.ts';
import { toldView } from './told.ts';
import { UiElement } from './ui-element.ts';

/** Short news that need no answer, read out politely: `page.tell(text)` anywhere puts one here for a while. */
class Toasts extends UiElement {
  static override properties = { page: { attribute: false } };
  static override styles = [
    controls,
    css`
      :host {
        position: fixed;
        inset: auto 0 0;
        z-index: 1;
        display: grid;
        justify-items: center;
        padding: var(--or-space-4) var(--or-space-4) calc(var(--or-space-5) + env(safe-area-inset-bottom));
        pointer-events: none;
      }
      [role="status"] {
        display: grid;
        gap: var(--or-space-2);
        justify-items: center;
      }
      .toast {
        display: flex;
        gap: var(--or-space-3);
        align-items: center;
        max-width: min(36rem, 100%);
        padding: var(--or-space-3) var(--or-space-4);
        border-radius: var(--or-radius-m);
        background: var(--or-ink);
        color: var(--or-ground);
        box-shadow: var(--or-shadow-high);
        animation: come var(--or-calm);
      }
      @keyframes come {
        from {
          opacity: 0;
          transform: translateY(0.5rem);
        }
      }
    `,
  ];

  declare page: PageState;

  override render(): TemplateResult {
    return html`<div role="status">
      ${this.page.news.value.map(
        (news) => html`<p class="toast">
          ${icon(news.isWrong === true ? 'circle-alert' : 'check')}<span>${toldView(news)}</span>
        </p>`,
      )}
    </div>`;
  }
}

customElements.define('or-toasts', Toasts);
