import { css, html, svg, type TemplateResult } from 'lit';
import { encode } from 'uqr';
import { t } from '../locales/language.ts';
import { UiElement } from './ui-element.ts';

/** Modules of white around the code (ISO/IEC 18004 §6.3.8). */
const QUIET_ZONE = 4;

/**
 * A QR code, black on white in both themes, since scanners ask for it: `<or-qr text=https://…>`. It is called by its
 * text, or by `label` where nobody wants that read out.
 */
class QrCode extends UiElement {
  static override properties = { text: {}, label: {} };
  static override styles = css`
    :host {
      display: block;
      overflow: hidden;
      border: 1px solid var(--or-line);
      border-radius: var(--or-radius-m);
      background: #fff;
    }
    svg {
      display: block;
      width: 100%;
      height: auto;
    }
  `;

  declare text: string;
  declare label: string;

  constructor() {
    super();
    this.text = '';
    this.label = '';
  }

  override render(): TemplateResult {
    const { size, data } = encode(this.text, { border: QUIET_ZONE });
    const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
    return html`<svg viewBox="0 0 ${size} ${size}" role="img" aria-label=${this.label || t('qrOf', { text: this.text })} shape-rendering="crispEdges">
      ${svg`<path d=${dark.join('')} fill="#000"></path>`}
    </svg>`;
  }
}

customElements.define('or-qr', QrCode);
