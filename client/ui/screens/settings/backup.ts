import { css, html, type TemplateResult } from 'lit';
import type { PageState } from '../../../state/page-state.ts';
import { controls } from '../../elements/controls.styles.ts';
import { UiElement } from '../../elements/ui-element.ts';
import '../../keys/use-your-key.ts';
import { t } from '../../locales/language.ts';
import './kept-here.ts';
import './own-words.ts';
import { sectionStyles } from './section.styles.ts';
import './storage-trouble.ts';

/** What is left when a browser or a device is lost: the words on paper. */
class Backup extends UiElement {
  static override properties = { page: { attribute: false } };
  static override styles = [
    controls,
    sectionStyles,
    css`
      @media print {
        .away {
          display: none;
        }
        .card {
          padding: 0;
          border: 0;
          box-shadow: none;
        }
      }
    `,
  ];

  declare page: PageState;

  override render(): TemplateResult {
    const { page } = this;
    return html`<or-storage-trouble .page=${page}></or-storage-trouble>
      <or-own-words class="card" .page=${page}></or-own-words>
      <section class="card away" aria-labelledby="restore">
        <h2 id="restore">${t('restoreTitle')}</h2>
        <p class="text">${t('restoreText')}</p>
        <or-use-your-key place="words" .page=${page}></or-use-your-key>
      </section>
      <or-kept-here class="card away" .page=${page}></or-kept-here>`;
  }
}

customElements.define('or-backup', Backup);
