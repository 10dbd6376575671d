import { css, html, type TemplateResult } from 'lit';
import { controls } from '../../elements/controls.styles.ts';
import { UiElement } from '../../elements/ui-element.ts';
import { t } from '../../locales/language.ts';
import { keepWidth, keptWidth, NARROWEST, WIDEST, widthByKey, widthWithin } from './panel-edge.ts';

/**
 * The edge of the panel, by which it is made wider or narrower: `<or-side-edge>`. Its parent, at whose end the panel stands,
 * has the width that was chosen as `--or-panel-width`.
 */
class SideEdge extends UiElement {
  static override properties = { width: { state: true } };
  static override styles = [
    controls,
    css`
      :host {
        position: absolute;
        z-index: 1;
        inset-block: 0;
        inset-inline-end: calc(min(var(--or-panel-width, 20rem), 50vw) - 0.35rem);
        width: 0.75rem;
      }
      .edge {
        position: relative;
        height: 100%;
        cursor: col-resize;
        touch-action: none;
      }
      .edge::after {
        position: absolute;
        inset-block: 0;
        inset-inline-start: 0.3rem;
        width: 3px;
        background: transparent;
        transition: background-color var(--or-quick);
        content: "";
      }
      .edge:is(:hover, :focus-visible)::after {
        background: var(--or-accent);
      }
      .edge:focus-visible {
        outline: none;
      }
    `,
  ];

  declare width: number;

  constructor() {
    super();
    this.width = keptWidth();
  }

  override render(): TemplateResult {
    return html`<div
      class="edge"
      role="separator"
      tabindex="0"
      aria-orientation="vertical"
      aria-label=${t('resizePanel')}
      aria-valuemin=${NARROWEST}
      aria-valuemax=${WIDEST}
      aria-valuenow=${this.width}
      @pointerdown=${this.#onGrip}
      @pointermove=${this.#onDrag}
      @lostpointercapture=${() => keepWidth(this.width)}
      @keydown=${this.#onKey}
    ></div>`;
  }

  protected override updated(): void {
    this.parentElement?.style.setProperty('--or-panel-width', `${this.width}px`);
  }

  readonly #onGrip = (event: PointerEvent): void => {
    event.preventDefault();
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
  };

  readonly #onDrag = (event: PointerEvent): void => {
    const edge = event.currentTarget as HTMLElement;
    const around = this.parentElement?.getBoundingClientRect();
    if (around === undefined || !edge.hasPointerCapture(event.pointerId)) return;
    this.width = widthWithin(
      isRightToLeft(this) ? event.clientX - around.left : around.right - event.clientX,
    );
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    const width = widthByKey(event.key, this.width, isRightToLeft(this));
    if (width === undefined) return;
    event.preventDefault();
    this.width = width;
    keepWidth(width);
  };
}

function isRightToLeft(element: Element): boolean {
  return element.matches(':dir(rtl)');
}

customElements.define('or-side-edge', SideEdge);
