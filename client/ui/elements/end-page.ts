import { css, html, type TemplateResult } from 'lit';
import { buttons } from './buttons.styles.ts';
import { controls } from './controls.styles.ts';
import { type IconName, icon } from './icons.ts';
import { UiElement } from './ui-element.ts';

/**
 * A page that says why it goes no further here, and what to do:
 * `<or-end-page heading=… drawing=lock>reason <button slot="actions">…</or-end-page>`. It has the `<h1>` of its screen.
 */
class EndPage extends UiElement {
  static override properties = { heading: {}, drawing: {} };
  static override styles = [
    controls,
    buttons,
    css`
      :host {
        display: grid;
        max-width: 40rem;
        margin-inline: auto;
      }
      .page {
        display: grid;
        gap: var(--or-space-4);
        justify-items: start;
        padding-block: clamp(var(--or-space-4), 8vh, var(--or-space-7));
      }
      .sign {
        display: grid;
        place-items: center;
        width: 3.5rem;
        height: 3.5rem;
        border-radius: 50% 50% 12% 12%;
        background: var(--or-accent-ground);
        color: var(--or-accent);
      }
      .sign .icon {
        width: 1.6rem;
        height: 1.6rem;
      }
      .reason {
        display: grid;
        gap: var(--or-space-4);
        width: 100%;
        color: var(--or-soft);
        font-size: var(--or-text-l);
        text-wrap: pretty;
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: var(--or-space-3);
        margin-top: var(--or-space-2);
      }
    `,
  ];

  declare heading: string;
  declare drawing: IconName;

  constructor() {
    super();
    this.heading = '';
    this.drawing = 'info';
  }

  override render(): TemplateResult {
    return html`<div class="page">
      <div class="sign">${icon(this.drawing)}</div>
      <h1 tabindex="-1">${this.heading}</h1>
      <div class="reason"><slot></slot></div>
      <div class="actions"><slot name="actions"></slot></div>
    </div>`;
  }

  /** The focus goes to its heading, so that a screen reader says what has happened. */
  override focus(): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector('h1')?.focus());
  }
}

customElements.define('or-end-page', EndPage);
