import { css, html, type TemplateResult } from 'lit';
import { buttons } from '../../elements/buttons.styles.ts';
import { controls } from '../../elements/controls.styles.ts';
import { t } from '../../locales/language.ts';
import { Screen } from '../screen.ts';

/** A path of the page that leads nowhere. */
class NotFound extends Screen {
  static override styles = [
    controls,
    buttons,
    css`
      .stack {
        justify-items: start;
      }
    `,
  ];

  override pageTitle(): string {
    return `${t('notFoundTitle')} · ${t('appName')}`;
  }

  override render(): TemplateResult {
    return html`<div class="stack">
      <h1>${t('notFoundTitle')}</h1>
      <p class="lead">${t('notFoundText')}</p>
      <a class="button" href="/">${t('goHome')}</a>
    </div>`;
  }
}

customElements.define('or-not-found', NotFound);
