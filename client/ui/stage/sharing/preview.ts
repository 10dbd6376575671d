import { css, html, nothing, type TemplateResult } from 'lit';
import type { ShareSource } from '../../../shares/share-source.ts';
import { controls } from '../../elements/controls.styles.ts';
import { UiElement } from '../../elements/ui-element.ts';
import { stageText } from '../stage-text.ts';

/** A small picture of what one shares, without its sound, where there is one: `<or-preview .source>`. */
class Preview extends UiElement {
  static override properties = { source: { attribute: false } };
  static override styles = [
    controls,
    css`
      :host {
        aspect-ratio: 16 / 9;
      }
      video {
        display: block;
        width: 100%;
        height: 100%;
        border-radius: var(--or-radius-s);
        background: #000000;
        object-fit: contain;
      }
    `,
  ];

  declare source: ShareSource;

  override render(): TemplateResult | typeof nothing {
    if (previewOf(this.source) === undefined) return nothing;
    return html`<video autoplay playsinline .muted=${true} aria-label=${stageText('yourPreview')}></video>`;
  }

  protected override willUpdate(): void {
    this.hidden = previewOf(this.source) === undefined;
  }

  protected override updated(): void {
    const video = this.renderRoot.querySelector('video');
    const preview = previewOf(this.source);
    if (video === null || preview === undefined || video.srcObject === preview) return;
    video.srcObject = preview;
    void video.play().catch(() => {});
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    const video = this.renderRoot.querySelector('video');
    if (video !== null) video.srcObject = null;
  }
}

/** The stream of what is captured in this browser; none of other sources. */
function previewOf(source: ShareSource): MediaStream | undefined {
  return 'preview' in source && source.preview instanceof MediaStream ? source.preview : undefined;
}

customElements.define('or-preview', Preview);
