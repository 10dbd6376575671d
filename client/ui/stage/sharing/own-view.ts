import { css, html, nothing, type TemplateResult } from 'lit';
import type { TilePlace } from '../../../state/stage-layout.ts';
import type { OwnShareView } from '../../../state/stage-state.ts';
import { controls } from '../../elements/controls.styles.ts';
import { icon } from '../../elements/icons.ts';
import { UiElement } from '../../elements/ui-element.ts';
import { drawings } from '../drawings.ts';
import './preview.ts';
import { ownWords } from '../share-words.ts';
import { stageText } from '../stage-text.ts';

/**
 * What one shares oneself, on the stage: that one does, and a small picture of it. The large one would be a picture of
 * itself, again and again. `<or-own-view .own place="main">`
 */
class OwnView extends UiElement {
  static override properties = { own: { attribute: false }, place: { reflect: true } };
  static override styles = [
    controls,
    css`
      :host {
        min-width: 0;
        min-height: 0;
      }
      .tile {
        display: grid;
        gap: var(--or-space-3);
        align-content: center;
        justify-items: center;
        height: 100%;
        padding: var(--or-space-4);
        overflow: hidden;
        border-radius: var(--or-radius-m);
        background: #0f1214;
        color: #d6dade;
        text-align: center;
        text-wrap: balance;
      }
      h2 {
        color: #f2f1ed;
      }
      p {
        max-width: 28rem;
        font-size: var(--or-text-s);
      }
      or-preview {
        width: min(18rem, 100%);
      }
      :host([place="strip"]) .tile {
        gap: 0.2rem;
        padding: 0.3rem;
      }
      :host([place="strip"]) or-preview {
        width: auto;
        height: 4.2rem;
      }
      :host([place="strip"]) h2 {
        overflow: hidden;
        max-width: 100%;
        font: 600 0.8125rem/1.3 var(--or-sans);
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      :host([place="strip"]) p {
        display: none;
      }
      @media (max-width: 52rem) {
        :host([place="main"]) .tile {
          border-radius: 0;
        }
        or-preview {
          width: min(9rem, 100%);
        }
        :host([place="cell"]) p {
          display: none;
        }
        :host([place="strip"]) or-preview {
          height: 2.6rem;
        }
      }
    `,
  ];

  declare own: OwnShareView;
  declare place: TilePlace;

  override render(): TemplateResult {
    const { own } = this;
    const isPaused = own.state.value === 'paused';
    // What is shared changes with how it is encoded.
    void own.rate.value;
    return html`<div class="tile">
      <or-preview .source=${own.source}></or-preview>
      <h2>${isPaused ? icon(drawings.pause) : nothing} ${ownWords(own.source)}${isPaused ? ` · ${stageText('isPaused')}` : ''}</h2>
      <p>${stageText('ownHint')}</p>
    </div>`;
  }
}

customElements.define('or-own-view', OwnView);
