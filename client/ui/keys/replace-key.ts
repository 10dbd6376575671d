import { css, html, nothing, type TemplateResult } from 'lit';
import type { Identity } from '../../identity/identity.ts';
import { buttons } from '../elements/buttons.styles.ts';
import { controls } from '../elements/controls.styles.ts';
import type { Dialog } from '../elements/dialog.ts';
import '../elements/dialog.ts';
import '../elements/key-mark.ts';
import { keyWords } from '../elements/key-words.ts';
import { UiElement } from '../elements/ui-element.ts';
import { t } from '../locales/language.ts';

/** Asks whether a key that people know is to be replaced: `.ask(here, came)` of `<or-replace-key>`. */
export class ReplaceKey extends UiElement {
  static override properties = { ids: { state: true } };
  static override styles = [
    controls,
    buttons,
    css`
      .keys {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: var(--or-space-4);
      }
      .key {
        display: grid;
        gap: var(--or-space-2);
        justify-items: center;
        padding: var(--or-space-4) var(--or-space-2);
        border: 1px solid var(--or-line);
        border-radius: var(--or-radius-m);
        text-align: center;
        overflow-wrap: anywhere;
      }
      or-key-mark {
        --or-mark-size: 4rem;
      }
    `,
  ];

  declare ids: { readonly here: string; readonly came: string } | undefined;
  #says = false;

  override render(): TemplateResult {
    return html`<or-dialog heading=${t('replaceTitle')}>
      <div class="stack">
        <p>${t('replaceText')}</p>
        ${
          this.ids === undefined
            ? nothing
            : html`<div class="keys">${keyOf(t('replaceHere'), this.ids.here)}${keyOf(t('replaceNew'), this.ids.came)}</div>`
        }
      </div>
      <button slot="actions" class="button quiet" type="button" @click=${() => this.#dialog?.close()}>${t('keepKey')}</button>
      <button slot="actions" class="button danger" type="button" @click=${this.#onYes}>${t('replaceKey')}</button>
    </or-dialog>`;
  }

  /** Resolves with whether the person says so. */
  async ask(here: string, { id }: Identity): Promise<boolean> {
    this.ids = { here, came: id };
    this.#says = false;
    await this.updateComplete;
    await this.#dialog?.show();
    return this.#says;
  }

  get #dialog(): Dialog | null {
    return this.renderRoot.querySelector<Dialog>('or-dialog');
  }

  readonly #onYes = () => {
    this.#says = true;
    this.#dialog?.close();
  };
}

function keyOf(label: string, id: string): TemplateResult {
  return html`<div class="key">
    <span class="small">${label}</span>
    <or-key-mark silent feed=${id}></or-key-mark>
    <span class="small">${keyWords(id)}</span>
  </div>`;
}

customElements.define('or-replace-key', ReplaceKey);
