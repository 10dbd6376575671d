import { html, nothing, type TemplateResult } from 'lit';
import { controls } from '../../elements/controls.styles.ts';
import { icon } from '../../elements/icons.ts';
import { lists } from '../../elements/lists.styles.ts';
import { t } from '../../locales/language.ts';
import { pathOf } from '../../routing/routes.ts';
import { isNarrow } from '../../shell/narrow.ts';
import { Screen } from '../screen.ts';
import { SECTIONS, type Section } from './sections.ts';
import { settingsStyles } from './settings.styles.ts';

/** The settings: a list of their parts, and one of them beside it; on phones one after the other. */
class Settings extends Screen {
  static override styles = [controls, lists, settingsStyles];

  override pageTitle(): string {
    const chosen = this.#chosen;
    const of = chosen === undefined ? [] : [t(chosen.title)];
    return [...of, t('settings'), t('appName')].join(' · ');
  }

  override render(): TemplateResult {
    const chosen = this.#chosen;
    const shown = chosen ?? (isNarrow.value ? undefined : SECTIONS[0]);
    return html`<div class="columns">
      ${chosen !== undefined && isNarrow.value ? nothing : this.#list(shown)}
      ${
        shown === undefined
          ? nothing
          : html`<div class="section">
            ${chosen === undefined ? html`<h2 class="title">${t(shown.title)}</h2>` : this.#heading(chosen)}
            ${shown.body(this.page)}
          </div>`
      }
    </div>`;
  }

  #heading({ title }: Section): TemplateResult {
    return html`${
      isNarrow.value
        ? html`<a class="back" href=${pathOf({ screen: 'settings', section: null })}>${icon('arrow-left')}${t('allSettings')}</a>`
        : nothing
    }
      <h1 class="title">${t(title)}</h1>`;
  }

  #list(shown: Section | undefined): TemplateResult {
    return html`<div class="parts">
      ${this.#chosen === undefined ? html`<h1 class="title">${t('settings')}</h1>` : html`<p class="title">${t('settings')}</p>`}
      <nav aria-label=${t('settingsSections')}>
        <ul class="rows">
          ${SECTIONS.map(
            (section) => html`<li>
              <a
                class="list-row"
                href=${pathOf({ screen: 'settings', section: section.name })}
                aria-current=${section === shown ? 'page' : nothing}
              >
                ${icon(section.drawing)}
                <span class="words">
                  <span class="name">${t(section.title)}</span>
                  <span class="detail">${t(section.hint)}</span>
                </span>
                ${isNarrow.value ? icon('chevron-right') : nothing}
              </a>
            </li>`,
          )}
        </ul>
      </nav>
    </div>`;
  }

  /** The part that the address names. One that there is not is none. */
  get #chosen(): Section | undefined {
    const { route } = this;
    return SECTIONS.find(({ name }) => route.screen === 'settings' && route.section === name);
  }
}

customElements.define('or-settings', Settings);
