import { css, html, type TemplateResult } from 'lit';
import type { Self } from '../../state/self.ts';
import { buttons } from '../elements/buttons.styles.ts';
import { controls } from '../elements/controls.styles.ts';
import { UiElement } from '../elements/ui-element.ts';
import type { AskPassphrase, Opens } from '../keys/ask-passphrase.ts';
import '../keys/ask-passphrase.ts';
import { t } from '../locales/language.ts';

/** Asks for the passphrase of the key, and says what to do without it: `<or-unlock .self>`. */
class Unlock extends UiElement {
  static override properties = { self: { attribute: false } };
  static override styles = [
    controls,
    buttons,
    css`
      or-ask-passphrase {
        display: block;
        max-width: 26rem;
        color: var(--or-ink);
        font-size: var(--or-text-m);
      }
      details {
        margin-top: var(--or-space-5);
        font-size: var(--or-text-m);
      }
      summary {
        width: fit-content;
        min-height: var(--or-target);
        border-radius: var(--or-radius-s);
        color: var(--or-accent);
        line-height: var(--or-target);
        cursor: pointer;
      }
      details .button {
        margin-top: var(--or-space-3);
      }
    `,
  ];

  declare self: Self;

  override render(): TemplateResult {
    return html`<or-ask-passphrase label=${t('passphrase')} action=${t('unlock')} .opens=${this.#opens}></or-ask-passphrase>
      <details>
        <summary>${t('forgotPassphrase')}</summary>
        <p>${t('forgotPassphraseText')}</p>
        <a class="button quiet" href="/settings/backup">${t('restoreTitle')}</a>
      </details>`;
  }

  override focus(): void {
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<AskPassphrase>('or-ask-passphrase')?.focus(),
    );
  }

  readonly #opens: Opens = (passphrase, onProgress) => this.self.vault.unlock(passphrase, onProgress);
}

customElements.define('or-unlock', Unlock);
