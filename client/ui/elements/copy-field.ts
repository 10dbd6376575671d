import { css, html, nothing, type TemplateResult } from 'lit';
import { t } from '../locales/language.ts';
import { buttons } from './buttons.styles.ts';
import { controls } from './controls.styles.ts';
import { copyText } from './copy-text.ts';
import { fields } from './fields.styles.ts';
import { icon } from './icons.ts';
import { UiElement } from './ui-element.ts';

/** A text to pass on, with the button `Copy link` (or `action`): `<or-copy-field label=… text=…>`. */
class CopyField extends UiElement {
  static override properties = { label: {}, text: {}, action: {}, outcome: { state: true } };
  static override styles = [
    controls,
    buttons,
    fields,
    css`
      .copy {
        display: flex;
        gap: var(--or-space-2);
      }
      .copy .button {
        flex: none;
      }
      .outcome {
        min-height: 1.4em;
        color: var(--or-soft);
        font-size: var(--or-text-s);
      }
      @media (max-width: 26rem) {
        .copy {
          flex-direction: column;
        }
      }
    `,
  ];

  declare label: string;
  declare text: string;
  /** What the button says instead of `Copy link`. */
  declare action: string;
  declare outcome: 'copied' | 'failed' | undefined;

  constructor() {
    super();
    this.label = '';
    this.text = '';
    this.action = '';
  }

  override render(): TemplateResult {
    const { outcome } = this;
    return html`<div class="field">
      <label for="text">${this.label}</label>
      <div class="copy">
        <input id="text" class="code" readonly .value=${this.text} @focus=${(event: Event) => (event.target as HTMLInputElement).select()} />
        <button class="button quiet" type="button" @click=${this.#copy}>
          ${icon(outcome === 'copied' ? 'check' : 'copy')}${this.action || t('copyLink')}
        </button>
      </div>
      <p class="outcome" role="status">
        ${outcome === undefined ? nothing : t(outcome === 'copied' ? 'copied' : 'copyFailed')}
      </p>
    </div>`;
  }

  async #copy(): Promise<void> {
    const isCopied = await copyText(this.text);
    this.outcome = isCopied ? 'copied' : 'failed';
    // What says so asks for Ctrl+C.
    if (!isCopied) this.renderRoot.querySelector('input')?.focus();
  }
}

customElements.define('or-copy-field', CopyField);
