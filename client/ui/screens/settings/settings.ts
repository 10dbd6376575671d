import { css, html, type TemplateResult } from 'lit';
import { controls } from '../../elements/controls.styles.ts';
import { fields } from '../../elements/fields.styles.ts';
import { chooseLanguage, language, t } from '../../locales/language.ts';
import { LANGUAGE_NAMES, LANGUAGES } from '../../locales/language-of.ts';
import { chooseTheme, keptTheme, THEMES } from '../../preferences/theme.ts';
import { Screen } from '../screen.ts';

const THEME_TEXTS = { system: 'themeSystem', light: 'themeLight', dark: 'themeDark' } as const;

/** How the page looks and speaks. */
class Settings extends Screen {
  static override styles = [
    controls,
    fields,
    css`
      :host {
        display: grid;
        gap: var(--or-space-5);
        max-width: 44rem;
        margin-inline: auto;
      }
      fieldset {
        margin: 0;
        padding: 0;
        border: 0;
      }
      legend {
        margin-bottom: var(--or-space-2);
        padding: 0;
        font: var(--or-title-s);
      }
    `,
  ];

  override pageTitle(): string {
    return `${t('settings')} · ${t('appName')}`;
  }

  override render(): TemplateResult {
    const theme = keptTheme();
    return html`<h1>${t('settings')}</h1>
      <div class="card stack">
        <fieldset>
          <legend>${t('theme')}</legend>
          <div class="choices">
            ${THEMES.map(
              (value) => html`<label class="choice">
                <input
                  type="radio"
                  name="theme"
                  ?checked=${value === theme}
                  @change=${() => chooseTheme(value)}
                />${t(THEME_TEXTS[value])}
              </label>`,
            )}
          </div>
        </fieldset>
        <fieldset>
          <legend>${t('language')}</legend>
          <div class="choices">
            ${LANGUAGES.map(
              (value) => html`<label class="choice" lang=${value}>
                <input
                  type="radio"
                  name="language"
                  .checked=${value === language()}
                  @change=${() => chooseLanguage(value)}
                />${LANGUAGE_NAMES[value]}
              </label>`,
            )}
          </div>
        </fieldset>
      </div>`;
  }
}

customElements.define('or-settings', Settings);
