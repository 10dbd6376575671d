import { html, type TemplateResult } from 'lit';
import type { PageState } from '../../../state/page-state.ts';
import { controls } from '../../elements/controls.styles.ts';
import { UiElement } from '../../elements/ui-element.ts';
import '../../keys/use-your-key.ts';
import { t } from '../../locales/language.ts';
import { sectionStyles } from './section.styles.ts';
import './to-device.ts';

/** One person on several devices: a key goes to another one, and comes from one. */
class Devices extends UiElement {
  static override properties = { page: { attribute: false } };
  static override styles = [controls, sectionStyles];

  declare page: PageState;

  override render(): TemplateResult {
    return html`<or-to-device class="card" .page=${this.page}></or-to-device>
      <section class="card" aria-labelledby="from">
        <h2 id="from">${t('fromDeviceTitle')}</h2>
        <p class="text">${t('fromDeviceText')}</p>
        <or-use-your-key .page=${this.page}></or-use-your-key>
      </section>`;
  }
}

customElements.define('or-devices', Devices);
