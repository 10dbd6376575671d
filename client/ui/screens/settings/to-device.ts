import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Identity } from '../../../identity/identity.ts';
import { sealKey } from '../../../identity/sealed-key.ts';
import { newTransferCode, readTransferCode } from '../../../identity/transfer-code.ts';
import { writeTransferLink } from '../../../identity/transfer-link.ts';
import type { PageState } from '../../../state/page-state.ts';
import { buttons } from '../../elements/buttons.styles.ts';
import { controls } from '../../elements/controls.styles.ts';
import '../../elements/copy-field.ts';
import { icon } from '../../elements/icons.ts';
import { progressBar, progressStyles } from '../../elements/progress.ts';
import '../../elements/qr.ts';
import { UiElement } from '../../elements/ui-element.ts';
import '../../keys/reveal-key.ts';
import { t } from '../../locales/language.ts';
import { isOnlyHere } from '../../routing/only-here.ts';
import { pathOf } from '../../routing/routes.ts';
import { sectionStyles } from './section.styles.ts';

/** The link, and then the code: never both at once. */
const STEPS = 2;

type Phase =
  | { readonly kind: 'idle' }
  | { readonly kind: 'sealing'; readonly part: number }
  | { readonly kind: 'link'; readonly link: string; readonly code: string }
  | { readonly kind: 'code'; readonly code: string };

/** Brings the key to another device: a link to scan, and then a code to type there (spec/key-transfer.md). */
class ToDevice extends UiElement {
  static override properties = { page: { attribute: false }, phase: { state: true } };
  static override styles = [
    controls,
    buttons,
    progressStyles,
    sectionStyles,
    css`
      or-qr {
        width: min(100%, 20rem);
      }
      .code {
        padding: var(--or-space-4) var(--or-space-2);
        border-radius: var(--or-radius-m);
        background: var(--or-accent-ground);
        font: 600 clamp(1rem, 0.55rem + 2.4vw, 2rem) / 1.4 var(--or-mono);
        text-align: center;
      }
    `,
  ];

  declare page: PageState;
  declare phase: Phase;

  constructor() {
    super();
    this.phase = { kind: 'idle' };
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.phase = { kind: 'idle' };
  }

  /** Whoever locks the key, in whatever tab, leaves none of it to be seen. */
  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (this.page.self.value?.key.value.state !== 'open') this.phase = { kind: 'idle' };
  }

  override render(): TemplateResult {
    return html`<h2>${t('toDeviceTitle')}</h2>
      ${this.#step()}`;
  }

  #step(): TemplateResult {
    const { phase } = this;
    switch (phase.kind) {
      case 'idle':
        return this.#begin();
      case 'sealing':
        return progressBar(t('working'), phase.part);
      case 'link':
        return this.#link(phase.link);
      case 'code':
        return this.#code(phase.code);
    }
  }

  #begin(): TemplateResult {
    return html`<p class="text">${t('toDeviceText')}</p>
      <p class="note">${icon('eye')}<span>${t('toDeviceAlone')}</span></p>
      ${isSecureContext ? nothing : html`<p class="note">${icon('circle-alert')}<span>${t('toDevicePlain')}</span></p>`}
      <or-reveal-key
        .page=${this.page}
        action=${t('toDeviceBegin')}
        @revealed=${({ detail }: CustomEvent<Identity>) => this.#seal(detail)}
      ></or-reveal-key>`;
  }

  #link(link: string): TemplateResult {
    return html`${stepOf(1)}
      <p class="text">${t('toDeviceScan')}</p>
      ${isOnlyHere(location.hostname) ? html`<p class="note">${icon('info')}<span>${t('toDeviceLoopback')}</span></p>` : nothing}
      <or-qr text=${link} label=${t('deviceLinkQr')}></or-qr>
      <or-copy-field label=${t('deviceLink')} text=${link}></or-copy-field>
      <div class="row">
        <button class="button" type="button" @click=${this.#onScanned}>${t('toDeviceScanned')}</button>
        <button class="button quiet" type="button" @click=${this.#end}>${t('cancel')}</button>
      </div>`;
  }

  #code(code: string): TemplateResult {
    return html`${stepOf(2)}
      <p class="text">${t('toDeviceCode')}</p>
      <p class="code" translate="no" role="group" aria-label=${t('toDeviceCodeIs')}>${code}</p>
      <div class="row"><button class="button" type="button" @click=${this.#end}>${t('toDeviceDone')}</button></div>`;
  }

  async #seal(identity: Identity): Promise<void> {
    const crypto = this.page.self.peek()?.crypto;
    if (crypto === undefined) return;
    const code = newTransferCode(crypto);
    this.phase = { kind: 'sealing', part: 0 };
    const sealed = await sealKey(identity, readTransferCode(code), crypto, {
      onProgress: (part) => {
        if (this.phase.kind === 'sealing') this.phase = { kind: 'sealing', part };
      },
    });
    // Whoever has left meanwhile does not find it open when they come back.
    if (this.phase.kind !== 'sealing') return;
    const page = location.origin + pathOf({ screen: 'transfer' });
    this.phase = { kind: 'link', link: writeTransferLink(sealed, page), code };
    await this.#focusStep();
  }

  readonly #onScanned = () => {
    if (this.phase.kind === 'link') this.phase = { kind: 'code', code: this.phase.code };
    void this.#focusStep();
  };

  readonly #end = async () => {
    this.phase = { kind: 'idle' };
  };

  async #focusStep(): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector('h3')?.focus();
  }
}

function stepOf(step: number): TemplateResult {
  return html`<h3 tabindex="-1">${t('toDeviceStep', { step, of: STEPS })}</h3>`;
}

customElements.define('or-to-device', ToDevice);
