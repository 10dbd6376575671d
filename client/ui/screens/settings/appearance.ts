import { css, html, type TemplateResult } from 'lit';
import { controls } from '../../elements/controls.styles.ts';
import { fields } from '../../elements/fields.styles.ts';
import { UiElement } from '../../elements/ui-element.ts';
import { chooseLanguage, keptLanguage, t } from '../../locales/language.ts';
import { LANGUAGE_NAMES, LANGUAGES } from '../../locales/language-of.ts';
import { chooseTheme, keptTheme, THEMES } from '../../preferences/theme.ts';
import { sectionStyles } from './section.styles.ts';

const THEME_TEXTS = { system: 'themeSystem', light: 'themeLight', dark: 'themeDark' } as const;

/** How the page speaks and looks. */
class Appearance extends UiElement {
  static override styles = [
    controls,
    fields,
    sectionStyles,
    css`
      fieldset {
        min-width: 0;
        margin: 0;
        padding: 0;
        border: 0;
      }
      legend {
        margin-bottom: var(--or-space-3);
        padding: 0;
        font: var(--or-title-s);
      }
      @media (max-width: 30rem) {
        .choice {
          flex: 1 1 100%;
        }
      }
    `,
  ];

  override render(): TemplateResult {
    const [theme, spoken] = [keptTheme(), keptLanguage()];
    return html`<div class="card">
        <fieldset>
          <legend>${t('language')}</legend>
          <div class="choices">
            ${radio('language', t('languageAuto'), spoken === 'auto', () => this.#speak('auto'))}
            ${LANGUAGES.map((value) =>
              radio('language', LANGUAGE_NAMES[value], value === spoken, () => this.#speak(value), value),
            )}
          </div>
        </fieldset>
      </div>
      <div class="card">
        <fieldset>
          <legend>${t('theme')}</legend>
          <div class="choices">
            ${THEMES.map((value) => radio('theme', t(THEME_TEXTS[value]), value === theme, () => chooseTheme(value)))}
          </div>
        </fieldset>
      </div>`;
  }

  async #speak(spoken: Parameters<typeof chooseLanguage>[0]): Promise<void> {
    await chooseLanguage(spoken);
    this.requestUpdate();
  }
}

function radio(
  name: string,
  label: string,
  isChosen: boolean,
  onChoose: () => unknown,
  lang?: string,
): TemplateResult {
  return html`<label class="choice" lang=${lang ?? document.documentElement.lang}>
    <input type="radio" name=${name} .checked=${isChosen} @change=${onChoose} />${label}
  </label>`;
}

customElements.define('or-appearance', Appearance);
