import { css, html, nothing, type TemplateResult } from 'lit';
import { KeyError } from '../../../identity/key-error.ts';
import type { PageState } from '../../../state/page-state.ts';
import type { Self } from '../../../state/self.ts';
import { buttons } from '../../elements/buttons.styles.ts';
import { controls } from '../../elements/controls.styles.ts';
import { textField } from '../../elements/field.ts';
import { fields } from '../../elements/fields.styles.ts';
import { icon } from '../../elements/icons.ts';
import { progressBar, progressStyles } from '../../elements/progress.ts';
import { type Told, toldView } from '../../elements/told.ts';
import { UiElement } from '../../elements/ui-element.ts';
import { keySentence } from '../../keys/key-fault.ts';
import { type Strength, strengthOf } from '../../keys/strength.ts';
import { t } from '../../locales/language.ts';
import { sectionStyles } from './section.styles.ts';

const STRENGTHS = {
  weak: { text: 'strengthWeak', bars: 1 },
  fair: { text: 'strengthFair', bars: 2 },
  strong: { text: 'strengthStrong', bars: 3 },
} as const satisfies Readonly<Record<Strength, unknown>>;

type Field = 'current' | 'fresh' | 'again';

/**
 * Sets, changes or (`removes`) takes away the passphrase: `<or-passphrase-form .page .removes @done>`, whose event comes
 * when it is done, or somebody gives up.
 */
class PassphraseForm extends UiElement {
  static override properties = {
    page: { attribute: false },
    removes: { attribute: false },
    fresh: { state: true },
    wrong: { state: true },
    worked: { state: true },
  };
  static override styles = [
    controls,
    buttons,
    fields,
    progressStyles,
    sectionStyles,
    css`
      .strength {
        display: grid;
        grid-template-columns: repeat(3, 1fr);
        gap: var(--or-space-1);
        color: var(--or-soft);
        font-size: var(--or-text-s);
      }
      .strength i {
        height: 0.3rem;
        border-radius: 1rem;
        background: var(--or-line);
      }
      .strength i.on {
        background: var(--or-live);
      }
      .strength.weak i.on {
        background: var(--or-wrong);
      }
      .strength span {
        grid-column: 1 / -1;
      }
    `,
  ];

  declare page: PageState;
  declare removes: boolean;
  declare fresh: string;
  /** What is wrong, and with which field, where it is about one. */
  declare wrong: { readonly field: Field | undefined; readonly sentence: string | Told } | undefined;
  declare worked: number | undefined;

  constructor() {
    super();
    this.removes = false;
    this.fresh = '';
  }

  override render(): TemplateResult {
    const key = this.page.self.value?.key.value;
    return html`<form class="stack" @submit=${this.#onSubmit} novalidate>
      ${/* Managers of passwords keep it under this name. */ ''}
      <input hidden autocomplete="username" .value=${key?.id ?? ''} readonly />
      ${key?.asksPassphrase === true ? this.#field('current') : nothing}
      ${this.removes ? nothing : [this.#field('fresh'), this.#strength(), this.#field('again'), forGood()]}
      ${this.#fault()}
      ${this.worked === undefined ? this.#buttons(key?.hasPassphrase === true) : progressBar(t('working'), this.worked)}
    </form>`;
  }

  /** What is wrong with no field that is there. */
  #fault(): TemplateResult | typeof nothing {
    const { wrong } = this;
    if (wrong === undefined || wrong.field !== undefined) return nothing;
    return html`<p class="error" role="alert">${icon('circle-alert')}<span>${toldView(wrong.sentence)}</span></p>`;
  }

  #buttons(hasPassphrase: boolean): TemplateResult {
    return html`<div class="row">
      <button class="button" type="submit">${t(this.#action(hasPassphrase))}</button>
      <button class="button quiet" type="button" @click=${this.#finish}>${t('cancel')}</button>
    </div>`;
  }

  protected override firstUpdated(): void {
    this.#input()?.focus();
  }

  #action(hasPassphrase: boolean): 'removePassphrase' | 'changePassphrase' | 'setPassphrase' {
    if (this.removes) return 'removePassphrase';
    return hasPassphrase ? 'changePassphrase' : 'setPassphrase';
  }

  #field(name: Field): TemplateResult {
    const labels = {
      current: 'currentPassphrase',
      fresh: 'newPassphrase',
      again: 'passphraseAgain',
    } as const;
    return textField({
      name,
      label: t(labels[name]),
      password: true,
      autofill: name === 'current' ? 'current-password' : 'new-password',
      error: this.wrong?.field === name ? this.wrong.sentence : undefined,
      onInput: (value) => {
        if (name === 'fresh') this.fresh = value;
        if (this.wrong?.field === name) this.wrong = undefined;
      },
    });
  }

  #strength(): TemplateResult {
    const strength = this.fresh === '' ? undefined : strengthOf(this.fresh);
    const { text, bars } = strength === undefined ? { text: undefined, bars: 0 } : STRENGTHS[strength];
    return html`<div class="strength ${strength ?? ''}">
      ${[1, 2, 3].map((bar) => html`<i class=${bar <= bars ? 'on' : ''}></i>`)}
      <span role="status">${text === undefined ? t('passphraseHint') : t(text)}</span>
    </div>`;
  }

  readonly #finish = () => {
    this.dispatchEvent(new Event('done'));
  };

  readonly #onSubmit = async (event: SubmitEvent) => {
    event.preventDefault();
    const self = this.page.self.peek();
    if (self === undefined || this.worked !== undefined) return;
    const [current, fresh, again] = [
      this.#valueOf('current'),
      this.#valueOf('fresh'),
      this.#valueOf('again'),
    ];
    if (fresh !== again) return this.#complain('again', t('passphrasesDiffer'));
    this.worked = 0;
    try {
      await this.#change(self, fresh, current);
      this.page.tell(t(this.removes ? 'passphraseGone' : 'passphraseKept'));
      this.#finish();
    } catch (error) {
      await this.#failed(error);
    } finally {
      this.worked = undefined;
    }
  };

  async #change({ vault }: Self, fresh: string | undefined, current: string | undefined): Promise<void> {
    const onProgress = (part: number) => {
      this.worked = part;
    };
    if (this.removes) await vault.removePassphrase(current, onProgress);
    else await vault.setPassphrase(fresh ?? '', current, onProgress);
  }

  async #failed(error: unknown): Promise<void> {
    this.worked = undefined;
    await this.updateComplete;
    await this.#complain(fieldOf(error), keySentence(error));
  }

  async #complain(field: Field | undefined, sentence: string | Told): Promise<void> {
    this.wrong = { field, sentence };
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  }

  #input(): HTMLInputElement | null {
    return this.renderRoot.querySelector('input:not([hidden])');
  }

  #valueOf(field: Field): string | undefined {
    return this.renderRoot.querySelector<HTMLInputElement>(`#${field}`)?.value;
  }
}

/** With which field a fault has to do; with none where the key could not be kept. */
function fieldOf(error: unknown): Field | undefined {
  if (!(error instanceof KeyError)) return undefined;
  if (error.fault === 'weak-passphrase') return 'fresh';
  return error.fault === 'wrong-passphrase' || error.fault === 'sealed' ? 'current' : undefined;
}

function forGood(): TemplateResult {
  return html`<p class="note">${icon('circle-alert')}<span>${t('passphraseForGood')}</span></p>`;
}

customElements.define('or-passphrase-form', PassphraseForm);
