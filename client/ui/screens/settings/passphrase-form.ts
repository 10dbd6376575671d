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
  /** What is wrong, and with which field. */
  declare wrong: { readonly field: Field; readonly sentence: string } | undefined;
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
      ${this.worked === undefined ? this.#buttons(key?.hasPassphrase === true) : progressBar(t('working'), this.worked)}
    </form>`;
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
    const isWeak = error instanceof KeyError && error.fault === 'weak-passphrase';
    const field = isWeak || this.#hasNoCurrent ? 'fresh' : 'current';
    await this.updateComplete;
    await this.#complain(field, keySentence(error));
  }

  async #complain(field: Field, sentence: string): Promise<void> {
    this.wrong = { field, sentence };
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  }

  get #hasNoCurrent(): boolean {
    return this.page.self.peek()?.key.peek().asksPassphrase !== true;
  }

  #input(): HTMLInputElement | null {
    return this.renderRoot.querySelector('input:not([hidden])');
  }

  #valueOf(field: Field): string | undefined {
    return this.renderRoot.querySelector<HTMLInputElement>(`#${field}`)?.value;
  }
}

function forGood(): TemplateResult {
  return html`<p class="note">${icon('circle-alert')}<span>${t('passphraseForGood')}</span></p>`;
}

customElements.define('or-passphrase-form', PassphraseForm);
