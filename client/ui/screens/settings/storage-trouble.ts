import { css, html, nothing, type TemplateResult } from 'lit';
import type { PageState } from '../../../state/page-state.ts';
import { controls } from '../../elements/controls.styles.ts';
import { icon } from '../../elements/icons.ts';
import { UiElement } from '../../elements/ui-element.ts';
import { t } from '../../locales/language.ts';
import { sectionStyles } from './section.styles.ts';

/** Says where a browser keeps nothing: the key is gone with the page then. */
class StorageTrouble extends UiElement {
  static override properties = { page: { attribute: false } };
  static override styles = [
    controls,
    sectionStyles,
    css`
      :host {
        display: contents;
      }
    `,
  ];

  declare page: PageState;

  override render(): TemplateResult | typeof nothing {
    const trouble = this.page.self.value?.trouble;
    if (trouble === undefined) return nothing;
    return html`<p class="note">
      ${icon('circle-alert')}<span>${t('storageTrouble')} <span class="small" lang="en">${trouble}</span></span>
    </p>`;
  }
}

customElements.define('or-storage-trouble', StorageTrouble);
