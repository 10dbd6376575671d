import { css, html, nothing, type TemplateResult } from 'lit';
import { isTransferLink } from '../../identity/transfer-mark.ts';
import { buttons } from '../elements/buttons.styles.ts';
import { controls } from '../elements/controls.styles.ts';
import { fields } from '../elements/fields.styles.ts';
import { icon } from '../elements/icons.ts';
import { UiElement } from '../elements/ui-element.ts';
import { t } from '../locales/language.ts';

/**
 * Reads the link of a key with the camera: `<or-scan-link @link>`, whose event has the link as detail. Nothing is shown
 * where this browser reads no codes.
 */
class ScanLink extends UiElement {
  static override properties = {
    canScan: { state: true },
    isScanning: { state: true },
    error: { state: true },
  };
  static override styles = [
    controls,
    buttons,
    fields,
    css`
      video {
        display: block;
        width: 100%;
        max-height: 20rem;
        border-radius: var(--or-radius-m);
        background: #000;
        object-fit: cover;
      }
    `,
  ];

  declare canScan: boolean;
  declare isScanning: boolean;
  declare error: string | undefined;
  #scanning: AbortController | undefined;

  constructor() {
    super();
    this.canScan = false;
    this.isScanning = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void import('../key-windows.ts').then(({ canScan }) => {
      this.canScan = canScan();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop();
  }

  override render(): TemplateResult | typeof nothing {
    if (!this.canScan) return nothing;
    return html`<div class="stack">
      ${this.isScanning ? html`<video muted playsinline aria-label=${t('cameraView')}></video>` : nothing}
      <div class="row">
        <button class="button quiet" type="button" @click=${this.isScanning ? this.#stop : this.#scan}>
          ${icon(this.isScanning ? 'x' : 'camera')}${t(this.isScanning ? 'stopScanning' : 'scan')}
        </button>
      </div>
      ${this.error === undefined ? nothing : html`<p class="error" role="alert">${icon('circle-alert')}${this.error}</p>`}
    </div>`;
  }

  readonly #stop = () => {
    this.#scanning?.abort();
    this.isScanning = false;
  };

  readonly #scan = async () => {
    this.#scanning = new AbortController();
    const { signal } = this.#scanning;
    this.error = undefined;
    this.isScanning = true;
    await this.updateComplete;
    const video = this.renderRoot.querySelector('video');
    if (video === null) return;
    try {
      const { scanCode } = await import('../key-windows.ts');
      const link = await scanCode(video, isTransferLink, signal);
      this.dispatchEvent(new CustomEvent('link', { detail: link }));
    } catch (error) {
      if (!signal.aborted) this.error = t('scanFailed', { reason: (error as Error).message });
    } finally {
      if (!signal.aborted) this.isScanning = false;
    }
  };
}

customElements.define('or-scan-link', ScanLink);
