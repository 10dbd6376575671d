import { html, type TemplateResult } from 'lit';
import { buttons } from '../../elements/buttons.styles.ts';
import { controls } from '../../elements/controls.styles.ts';
import { textField } from '../../elements/field.ts';
import { fields } from '../../elements/fields.styles.ts';
import { icon } from '../../elements/icons.ts';
import { t } from '../../locales/language.ts';
import { Screen } from '../screen.ts';
import { landingStyles } from './landing.styles.ts';

/** Where to go: one field for everything that leads to a room or a person. */
class Landing extends Screen {
  static override styles = [controls, buttons, fields, landingStyles];

  override pageTitle(): string {
    return t('appName');
  }

  override render(): TemplateResult {
    return html`<div class="intro">
        <h1>${t('landingTitle')}</h1>
        <p class="lead">${t('landingLead')}</p>
      </div>
      <form class="card" @submit=${this.#onSubmit}>
        ${textField({ name: 'destination', label: t('aliasOrLink'), hint: t('aliasOrLinkHint'), code: true })}
        <button class="button" type="submit">${t('go')}${icon('chevron-right')}</button>
      </form>`;
  }

  #onSubmit(event: SubmitEvent): void {
    event.preventDefault();
    const text = new FormData(event.target as HTMLFormElement).get('destination');
    if (typeof text !== 'string' || text.trim() === '') return;
    void this.router.go({ screen: 'room', room: text.trim() });
  }
}

customElements.define('or-landing', Landing);
