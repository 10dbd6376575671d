import { html, type PropertyValues, type TemplateResult } from 'lit';
import { KeyError } from '../../identity/key-error.ts';
import { openSealedKey } from '../../identity/sealed-key.ts';
import { readTransferCode } from '../../identity/transfer-code.ts';
import { readTransferLink } from '../../identity/transfer-link.ts';
import type { PageState } from '../../state/page-state.ts';
import { buttons } from '../elements/buttons.styles.ts';
import { controls } from '../elements/controls.styles.ts';
import { textField } from '../elements/field.ts';
import { fields } from '../elements/fields.styles.ts';
import { progressBar, progressStyles } from '../elements/progress.ts';
import type { Told } from '../elements/told.ts';
import { UiElement } from '../elements/ui-element.ts';
import { t } from '../locales/language.ts';
import { codeSentence, keySentence, linkSentence } from './key-fault.ts';
import { gotKey } from './key-got.ts';
import './scan-link.ts';

/**
 * Takes a key from another device, by its link and then its code: `<or-take-link .page .link @got>`. With a link from
 * the beginning only the code is asked for.
 */
class TakeLink extends UiElement {
  static override properties = {
    page: { attribute: false },
    link: { attribute: false },
    error: { state: true },
    worked: { state: true },
  };
  static override styles = [controls, buttons, fields, progressStyles];

  declare page: PageState;
  declare link: string | undefined;
  declare error: string | Told | undefined;
  /** How far the code is stretched. */
  declare worked: number | undefined;
  #sealed: Uint8Array | undefined;

  override render(): TemplateResult {
    return this.#sealed === undefined ? this.#linkForm() : this.#codeForm();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (changed.has('link') && this.link !== undefined) this.#readLink(this.link);
  }

  #linkForm(): TemplateResult {
    return html`<form class="stack" @submit=${this.#onLink} novalidate>
      ${textField({
        name: 'link',
        label: t('keyLink'),
        hint: t('keyLinkHint'),
        error: this.error,
        code: true,
        onInput: () => {
          this.error = undefined;
        },
      })}
      <or-scan-link @link=${({ detail }: CustomEvent<string>) => this.#readLink(detail)}></or-scan-link>
      <div class="row"><button class="button" type="submit">${t('goOn')}</button></div>
    </form>`;
  }

  #codeForm(): TemplateResult {
    return html`<form class="stack" @submit=${this.#onCode} novalidate>
      ${textField({
        name: 'code',
        label: t('keyCode'),
        hint: t('keyCodeHint'),
        error: this.error,
        code: true,
        inputMode: 'numeric',
        onInput: () => {
          this.error = undefined;
        },
      })}
      ${
        this.worked === undefined
          ? html`<div class="row">
            <button class="button" type="submit">${t('takeKey')}</button>
            <button class="button quiet" type="button" @click=${this.#onOther}>${t('otherLink')}</button>
          </div>`
          : progressBar(t('working'), this.worked)
      }
    </form>`;
  }

  #readLink(link: string): void {
    try {
      this.#sealed = readTransferLink(link);
      this.error = undefined;
    } catch {
      this.error = linkSentence(link);
    }
    this.requestUpdate();
    void this.#focusField();
  }

  readonly #onLink = (event: SubmitEvent) => {
    event.preventDefault();
    this.#readLink(this.#field?.value ?? '');
  };

  readonly #onOther = () => {
    this.#sealed = undefined;
    this.error = undefined;
    void this.#focusField();
  };

  readonly #onCode = async (event: SubmitEvent) => {
    event.preventDefault();
    const typed = this.#field?.value ?? '';
    const crypto = this.page.self.peek()?.crypto;
    if (this.#sealed === undefined || crypto === undefined || this.worked !== undefined) return;
    const digits = read(typed);
    if (digits === undefined) {
      this.error = codeSentence(typed);
      return this.#focusField();
    }
    this.worked = 0;
    try {
      const identity = await openSealedKey(this.#sealed, digits, crypto, (part) => {
        this.worked = part;
      });
      this.#sealed = undefined;
      this.dispatchEvent(gotKey(identity));
    } catch (error) {
      if (!(error instanceof KeyError)) throw error;
      this.error = error.fault === 'wrong-passphrase' ? t('wrongCode') : keySentence(error);
    } finally {
      this.worked = undefined;
    }
    await this.#focusField();
  };

  get #field(): HTMLInputElement | null {
    return this.renderRoot.querySelector('input');
  }

  /** Whoever came here by a link of the page is read its heading first. */
  async #focusField(): Promise<void> {
    const isFirst = !this.hasUpdated;
    await this.updateComplete;
    if (!isFirst) this.#field?.focus();
  }
}

function read(typed: string): string | undefined {
  try {
    return readTransferCode(typed);
  } catch {
    return undefined;
  }
}

customElements.define('or-take-link', TakeLink);
