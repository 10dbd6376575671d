import { css, html, nothing, type TemplateResult } from 'lit';
import type { PageState } from '../../../state/page-state.ts';
import { buttons } from '../../elements/buttons.styles.ts';
import { controls } from '../../elements/controls.styles.ts';
import '../../elements/copy-field.ts';
import '../../elements/key-mark.ts';
import { keyWords } from '../../elements/key-words.ts';
import { UiElement } from '../../elements/ui-element.ts';
import { t } from '../../locales/language.ts';
import '../../keys/key-offer.ts';
import './own-name.ts';
import './passphrase.ts';
import { sectionStyles } from './section.styles.ts';
import './storage-trouble.ts';

/** Who one is: the key's mark with its words, the id, the name, and the passphrase. */
class OwnKey extends UiElement {
  static override properties = { page: { attribute: false } };
  static override styles = [
    controls,
    buttons,
    sectionStyles,
    css`
      .who {
        display: flex;
        gap: var(--or-space-5);
        align-items: center;
      }
      or-key-mark {
        --or-mark-size: 6rem;
      }
      .mark-words {
        font: 600 clamp(1rem, 0.7rem + 1.6vw, 1.35rem) / 1.4 var(--or-mono);
        overflow-wrap: anywhere;
      }
      .who > div {
        display: grid;
        gap: var(--or-space-2);
      }
      @media (max-width: 30rem) {
        .who {
          gap: var(--or-space-4);
        }
        or-key-mark {
          --or-mark-size: 4.5rem;
        }
      }
    `,
  ];

  declare page: PageState;

  override render(): TemplateResult {
    const { page } = this;
    const id = page.self.value?.key.value.id;
    return html`<or-storage-trouble .page=${page}></or-storage-trouble>
      <section class="card" aria-label=${t('yourKey')}>
        ${id === undefined ? html`<p class="soft">${t('loading')}</p>` : who(id)}
        <or-key-offer .page=${page}></or-key-offer>
      </section>
      <or-own-name class="card" .page=${page}></or-own-name>
      ${id === undefined ? nothing : html`<or-passphrase class="card" .page=${page}></or-passphrase>`}`;
  }
}

function who(id: string): TemplateResult {
  const words = keyWords(id);
  return html`<div class="who">
      <or-key-mark feed=${id}></or-key-mark>
      <div>
        <p class="mark-words">${words}</p>
        <p class="text small">${t('ownMarkText')}</p>
      </div>
    </div>
    <or-copy-field label=${t('yourId')} text=${id} action=${t('copyId')}></or-copy-field>`;
}

customElements.define('or-own-key', OwnKey);
