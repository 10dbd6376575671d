import { css, html, type TemplateResult } from 'lit';
import { buttons } from '../elements/buttons.styles.ts';
import { controls } from '../elements/controls.styles.ts';
import { UiElement } from '../elements/ui-element.ts';
import { t } from '../locales/language.ts';

/** Stands for a screen whose code could not be loaded. */
class Fault extends UiElement {
  static override styles = [
    controls,
    buttons,
    css`
      :host {
        display: grid;
        gap: var(--or-space-4);
        justify-items: start;
        max-width: 44rem;
        margin-inline: auto;
      }
    `,
  ];

  override render(): TemplateResult {
    return html`<h1>${t('faultTitle')}</h1>
      <p class="lead">${t('faultText')}</p>
      <button class="button" type="button" @click=${() => location.reload()}>${t('reload')}</button>`;
  }
}

customElements.define('or-fault', Fault);
