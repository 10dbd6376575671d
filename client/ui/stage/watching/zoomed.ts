import { css, html, type TemplateResult } from 'lit';
import { controls } from '../../elements/controls.styles.ts';
import { UiElement } from '../../elements/ui-element.ts';
import { stageText } from '../stage-text.ts';
import { FIT, pannedBy, type Spot, wheelFactor, ZOOM_STEP, type Zoom, zoomAt, zoomByKey } from './zoom.ts';

/** What a double click enlarges to. */
const AT_ONCE = ZOOM_STEP ** 4;

/**
 * A frame whose picture (in its slot) can be enlarged and moved, by wheel with Ctrl, by dragging, and by keys while it has
 * the focus: `<or-zoomed ?still><canvas></canvas></or-zoomed>`. A browser scales what was drawn, in as many pixels as it
 * has, so that small letters are sharp.
 */
export class Zoomed extends UiElement {
  static override properties = { zoom: { state: true }, still: { type: Boolean } };
  static override styles = [
    controls,
    css`
      :host,
      .frame {
        width: 100%;
        height: 100%;
      }
      .frame {
        position: relative;
        overflow: hidden;
      }
      /* Over the picture, which lies over the outline of what holds it. */
      .frame:focus-visible::after {
        position: absolute;
        inset: 0;
        outline: 3px solid #8ad6b5;
        outline-offset: -3px;
        pointer-events: none;
        content: "";
      }
      .frame.large {
        cursor: grab;
        touch-action: none;
      }
      .frame.held {
        cursor: grabbing;
      }
      .moved {
        width: 100%;
        height: 100%;
      }
    `,
  ];

  declare zoom: Zoom;
  /** It stays as it fits. */
  declare still: boolean;
  #from: Spot | undefined;

  constructor() {
    super();
    this.zoom = FIT;
    this.still = false;
  }

  override render(): TemplateResult {
    if (this.still) return html`<div class="frame"><div class="moved"><slot></slot></div></div>`;
    const isLarge = this.zoom.scale > 1;
    return html`<div
      class="frame ${isLarge ? 'large' : ''}"
      role="group"
      tabindex="0"
      aria-label=${stageText('zoomHint')}
      @wheel=${{ handleEvent: this.#onWheel, passive: false }}
      @dblclick=${this.#onDouble}
      @pointerdown=${this.#onGrip}
      @pointermove=${this.#onDrag}
      @lostpointercapture=${this.#onDrop}
      @keydown=${this.#onKey}
    ><div class="moved"><slot></slot></div></div>`;
  }

  override focus(): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('.frame')?.focus());
  }

  /** Does what a key does; answers whether it does anything. */
  press(key: string): boolean {
    const zoom = zoomByKey(this.zoom, key);
    if (zoom !== undefined) this.zoom = zoom;
    return zoom !== undefined;
  }

  protected override updated(): void {
    const { scale, x, y } = this.still ? FIT : this.zoom;
    const moved = this.renderRoot.querySelector<HTMLElement>('.moved');
    // As a style of the element itself: the policy of the page lets no attribute have one.
    if (moved !== null) moved.style.transform = `translate(${x * 100}%, ${y * 100}%) scale(${scale})`;
    this.dispatchEvent(new CustomEvent('zoomed', { detail: scale, bubbles: true, composed: true }));
  }

  readonly #onWheel = (event: WheelEvent): void => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    this.zoom = zoomAt(this.zoom, wheelFactor(event.deltaY), this.#spot(event));
  };

  readonly #onDouble = (event: MouseEvent): void => {
    this.zoom = this.zoom.scale > 1 ? FIT : zoomAt(this.zoom, AT_ONCE, this.#spot(event));
  };

  readonly #onGrip = (event: PointerEvent): void => {
    if (this.zoom.scale === 1 || event.button !== 0) return;
    const frame = event.currentTarget as HTMLElement;
    frame.setPointerCapture(event.pointerId);
    frame.classList.add('held');
    this.#from = this.#spot(event);
  };

  readonly #onDrag = (event: PointerEvent): void => {
    const from = this.#from;
    if (from === undefined) return;
    const spot = this.#spot(event);
    this.zoom = pannedBy(this.zoom, spot.x - from.x, spot.y - from.y);
    this.#from = spot;
  };

  readonly #onDrop = (event: PointerEvent): void => {
    this.#from = undefined;
    (event.currentTarget as HTMLElement).classList.remove('held');
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.press(event.key)) return;
    event.preventDefault();
  };

  #spot({ clientX, clientY }: MouseEvent): Spot {
    const { left, top, width, height } = this.getBoundingClientRect();
    return { x: (clientX - left) / width - 0.5, y: (clientY - top) / height - 0.5 };
  }
}

customElements.define('or-zoomed', Zoomed);
