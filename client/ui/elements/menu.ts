import { css, html, nothing, type TemplateResult } from 'lit';
import { buttons } from './buttons.styles.ts';
import { controls } from './controls.styles.ts';
import { type Drawing, icon } from './icons.ts';
import { UiElement } from './ui-element.ts';

/** One thing that can be done. */
export interface MenuItem {
  readonly label: string;
  readonly icon?: Drawing;
  /** It cannot be undone: it is coloured, and should ask once more. */
  readonly danger?: boolean;
  /** One of several of which one is chosen; it shows so by itself. */
  readonly isChosen?: boolean;
  readonly act: () => void;
}

/** Space between the button, its menu and the edge of the window, in CSS pixels. */
const GAP_PX = 6;

/**
 * A button with a menu: `<or-menu label=… .items=${[…]}>`. Arrows, Home, End and first letters move in it; Escape and
 * a click elsewhere close it (the browser's popover), and the focus goes back to the button.
 */
class Menu extends UiElement {
  static override properties = { label: {}, items: { attribute: false }, drawing: {} };
  static override styles = [
    controls,
    buttons,
    css`
      :host {
        display: inline-block;
      }
      /* It stays where its button is only shown while the pointer is near. */
      [popover] {
        position: fixed;
        visibility: visible;
        inset: auto;
        min-width: 12rem;
        max-width: calc(100vw - 1rem);
        max-height: calc(100vh - 1rem);
        overflow-y: auto;
        margin: 0;
        padding: var(--or-space-1);
        border: 1px solid var(--or-line);
        border-radius: var(--or-radius-m);
        background: var(--or-raised);
        color: var(--or-ink);
        box-shadow: var(--or-shadow-high);
      }
      [role^="menuitem"] {
        display: flex;
        gap: var(--or-space-3);
        align-items: center;
        width: 100%;
        min-height: var(--or-target);
        padding: var(--or-space-1) var(--or-space-3);
        border: 0;
        border-radius: var(--or-radius-s);
        background: none;
        color: inherit;
        font: inherit;
        text-align: start;
        cursor: pointer;
      }
      [role^="menuitem"]:is(:hover, :focus-visible) {
        background: var(--or-hover);
        outline-offset: -3px;
      }
      .danger {
        color: var(--or-wrong);
      }
      .tick {
        display: inline-flex;
        width: 1.25em;
      }
    `,
  ];

  declare label: string;
  declare items: readonly MenuItem[];
  declare drawing: Drawing;

  constructor() {
    super();
    this.label = '';
    this.items = [];
    this.drawing = 'ellipsis-vertical';
  }

  override render(): TemplateResult {
    return html`<button
        class="icon-button"
        type="button"
        popovertarget="menu"
        aria-haspopup="menu"
        aria-expanded="false"
        aria-label=${this.label}
      >
        ${icon(this.drawing)}
      </button>
      <div id="menu" popover role="menu" aria-label=${this.label} @toggle=${this.#onToggle} @keydown=${this.#onKey}>
        ${this.items.map(
          (item) => html`<button
            role=${item.isChosen === undefined ? 'menuitem' : 'menuitemradio'}
            aria-checked=${item.isChosen ?? nothing}
            type="button"
            tabindex="-1"
            class=${item.danger === true ? 'danger' : ''}
            @click=${() => this.#choose(item)}
          >
            ${drawingOf(item)}${item.label}
          </button>`,
        )}
      </div>`;
  }

  #choose(item: MenuItem): void {
    this.#part('#menu').hidePopover();
    item.act();
  }

  #onToggle(event: ToggleEvent): void {
    const isOpen = event.newState === 'open';
    const button = this.#part('.icon-button');
    button.setAttribute('aria-expanded', `${isOpen}`);
    if (!isOpen) return;
    place(this.#part('#menu'), button.getBoundingClientRect());
    this.#buttons()[0]?.focus();
  }

  #onKey(event: KeyboardEvent): void {
    const all = this.#buttons();
    const at = all.findIndex((item) => item.matches(':focus'));
    const next = nextItem(event.key, at, all);
    if (event.key === 'Tab') this.#part('#menu').hidePopover();
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
  }

  #buttons(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('[role^="menuitem"]')];
  }

  #part(selector: string): HTMLElement {
    const part = this.renderRoot.querySelector<HTMLElement>(selector);
    if (part === null) throw new Error(`The menu has no ${selector}.`);
    return part;
  }
}

/** What is chosen has a tick, and what is not as much room. */
function drawingOf({ icon: drawing, isChosen }: MenuItem): TemplateResult | typeof nothing {
  if (isChosen !== undefined) return html`<span class="tick">${isChosen ? icon('check') : nothing}</span>`;
  return drawing === undefined ? nothing : icon(drawing);
}

function nextItem(key: string, at: number, items: readonly HTMLElement[]): HTMLElement | undefined {
  switch (key) {
    case 'ArrowDown':
      return items[(at + 1) % items.length];
    case 'ArrowUp':
      return items[(at - 1 + items.length) % items.length];
    case 'Home':
      return items[0];
    case 'End':
      return items.at(-1);
  }
  if (key.length !== 1) return undefined;
  const begins = (item: HTMLElement) => item.textContent?.trim().toLowerCase().startsWith(key.toLowerCase());
  return [...items.slice(at + 1), ...items.slice(0, at + 1)].find(begins);
}

/** Below the button and flush with its far edge; above it, where there is more room; a long one over it, in the window. */
function place(menu: HTMLElement, button: DOMRect): void {
  const { offsetWidth, offsetHeight } = menu;
  const left = Math.max(GAP_PX, Math.min(button.right, innerWidth - GAP_PX) - offsetWidth);
  const isLow = button.bottom + GAP_PX + offsetHeight > innerHeight && button.top > innerHeight / 2;
  const wanted = isLow ? button.top - GAP_PX - offsetHeight : button.bottom + GAP_PX;
  const top = Math.min(wanted, innerHeight - GAP_PX - offsetHeight);
  menu.style.setProperty('left', `${left}px`);
  menu.style.setProperty('top', `${Math.max(GAP_PX, top)}px`);
}

customElements.define('or-menu', Menu);
