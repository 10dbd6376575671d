import { css, html, type TemplateResult } from 'lit';
import type { PageState } from '../../state/page-state.ts';
import { buttons } from '../elements/buttons.styles.ts';
import { controls } from '../elements/controls.styles.ts';
import { UiElement } from '../elements/ui-element.ts';
import { t } from '../locales/language.ts';

/** What a part of the page belongs to, and shows `<or-fault>` in its place once {@link Host.hasFailed}. */
interface Host {
  readonly page: PageState;
  hasFailed: boolean;
}

/** Loads a part of the page. Where it cannot be loaded its host shows that, and the page is at its end. */
export async function loadFor<T>(host: Host, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    host.hasFailed = true;
    host.page.stage.value = 'ended';
    throw error;
  }
}

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
