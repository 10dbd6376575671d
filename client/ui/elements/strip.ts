import { css, html, nothing, type TemplateResult } from 'lit';
import { buttons } from './buttons.styles.ts';
import { controls } from './controls.styles.ts';
import { type IconName, icon } from './icons.ts';
import { UiElement } from './ui-element.ts';

/**
 * A line across the page that says what is not as it should be, and is read out once: `<or-strip action=…>sentence`.
 * Its button fires `act`. Kinds: `amber` (it mends itself), `wrong`, `calm` (good to know).
 */
class Strip extends UiElement {
  static override properties = { kind: { reflect: true }, action: {}, drawing: {} };
  static override styles = [
    controls,
    buttons,
    css`
      :host {
        border-bottom: 1px solid var(--or-amber-line);
        background: var(--or-amber-ground);
        color: var(--or-amber);
      }
      :host([kind="wrong"]) {
        border-color: var(--or-wrong);
        background: var(--or-wrong-ground);
        color: var(--or-wrong);
      }
      :host([kind="calm"]) {
        border-color: var(--or-line);
        background: var(--or-accent-ground);
        color: var(--or-ink);
      }
      [role="status"] {
        display: flex;
        gap: var(--or-space-3);
        align-items: center;
        padding: var(--or-space-2) clamp(var(--or-space-4), 3vw, var(--or-space-5));
        font-size: 0.9375rem;
        font-weight: 600;
      }
      .words {
        flex: 1;
        min-width: 0;
      }
      .button {
        min-height: 2.25rem;
        border-color: currentColor !important;
        color: inherit !important;
      }
    `,
  ];

  declare kind: 'amber' | 'wrong' | 'calm';
  declare action: string;
  declare drawing: IconName;

  constructor() {
    super();
    this.kind = 'amber';
    this.action = '';
    this.drawing = 'refresh-cw';
  }

  override render(): TemplateResult {
    return html`<div role="status">
      ${icon(this.drawing)}
      <p class="words"><slot></slot></p>
      ${
        this.action === ''
          ? nothing
          : html`<button class="button quiet" type="button" @click=${() => this.dispatchEvent(new Event('act'))}>
            ${this.action}
          </button>`
      }
    </div>`;
  }
}

customElements.define('or-strip', Strip);
