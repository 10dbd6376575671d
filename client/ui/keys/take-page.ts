import { css, html, nothing, type TemplateResult } from 'lit';
import type { TakerState } from '../../identity/transfer-taker.ts';
import type { PageState } from '../../state/page-state.ts';
import type { Self } from '../../state/self.ts';
import { buttons } from '../elements/buttons.styles.ts';
import { controls } from '../elements/controls.styles.ts';
import { textField } from '../elements/field.ts';
import { fields } from '../elements/fields.styles.ts';
import { icon } from '../elements/icons.ts';
import { UiElement } from '../elements/ui-element.ts';
import type { KeyTaking } from '../key-windows.ts';
import { t } from '../locales/language.ts';
import { gotKey } from './key-got.ts';
import { readTransferPage } from './transfer-page.ts';

const OUTCOMES = {
  declined: 'takingDeclined',
  'no-key': 'takingNoKey',
  broken: 'takingBroken',
  closed: 'takingClosed',
  silent: 'takingSilent',
} as const satisfies Partial<Record<TakerState, string>>;

/** Takes the key that a person has at another room's page, which asks them: `<or-take-page .page @got>`. */
class TakePage extends UiElement {
  static override properties = {
    page: { attribute: false },
    error: { state: true },
    taking: { state: true },
  };
  static override styles = [
    controls,
    buttons,
    fields,
    css`
      .state {
        display: flex;
        gap: var(--or-space-2);
        align-items: center;
        overflow-wrap: anywhere;
      }
    `,
  ];

  declare page: PageState;
  declare error: string | undefined;
  /** Which page is asked, and how far that is. */
  declare taking: { readonly origin: string; readonly state: TakerState } | undefined;
  /** Windows open only in the turn of a click: the code is here before. */
  #takeKey: ((page: URL, self: Self) => KeyTaking | undefined) | undefined;
  #asking: KeyTaking | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void import('../key-windows.ts').then(({ takeKey }) => {
      this.#takeKey = takeKey;
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#asking?.[Symbol.dispose]();
    this.#asking = undefined;
    this.taking = undefined;
  }

  override render(): TemplateResult {
    return html`<form class="stack" @submit=${this.#onSubmit} novalidate>
      ${textField({
        name: 'address',
        label: t('keyPage'),
        hint: t('keyPageHint'),
        error: this.error,
        code: true,
        inputMode: 'url',
        onInput: () => {
          this.error = undefined;
        },
      })}
      <div class="row"><button class="button" type="submit">${t('openKeyPage')}${icon('chevron-right')}</button></div>
      <div role="status">${this.#state()}</div>
    </form>`;
  }

  #state(): TemplateResult | typeof nothing {
    if (this.taking === undefined || this.taking.state === 'taken') return nothing;
    const { origin, state } = this.taking;
    if (state === 'opening') return waiting(t('takingOpening', { origin }));
    if (state === 'asked') return waiting(t('takingAsked', { origin }));
    return html`<p class="state error">${icon('circle-alert')}${t(OUTCOMES[state], { origin })}</p>`;
  }

  readonly #onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    const field = this.renderRoot.querySelector('input');
    const self = this.page.self.peek();
    if (field === null || self === undefined || this.#takeKey === undefined) return;
    const page = readTransferPage(field.value, location.origin);
    if (page === 'own' || page === 'unreadable') {
      this.error = t(page === 'own' ? 'keyPageOwn' : 'keyPageUnreadable');
      return field.focus();
    }
    this.#asking?.[Symbol.dispose]();
    const asking = this.#takeKey(page, self);
    this.#asking = asking;
    if (asking === undefined) {
      this.error = t('popupBlocked');
      return;
    }
    this.taking = { origin: page.origin, state: asking.state };
    asking.watch(() => this.#onChange(asking, page.origin));
  };

  #onChange(asking: KeyTaking, origin: string): void {
    if (asking !== this.#asking) return;
    const { state, identity } = asking;
    this.taking = { origin, state };
    if (state !== 'taken' || identity === undefined) return;
    // The other window says that it may be closed: it stays for its person to read.
    this.#asking = undefined;
    this.dispatchEvent(gotKey(identity));
  }
}

function waiting(sentence: string): TemplateResult {
  return html`<p class="state">${icon('globe')}${sentence}</p>`;
}

customElements.define('or-take-page', TakePage);
