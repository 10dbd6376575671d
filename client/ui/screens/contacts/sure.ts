import { html, type TemplateResult } from 'lit';
import { buttons } from '../../elements/buttons.styles.ts';
import { controls } from '../../elements/controls.styles.ts';
import type { Dialog } from '../../elements/dialog.ts';
import '../../elements/dialog.ts';
import { UiElement } from '../../elements/ui-element.ts';
import { t } from '../../locales/language.ts';

/** What somebody is to be sure of. */
interface Question {
  /** Names the person. */
  readonly heading: string;
  readonly text: string;
  /** What the button says that does it. */
  readonly yes: string;
}

/** Asks once before something is done: `await sure.ask(…)`. */
export class Sure extends UiElement {
  static override properties = { question: { state: true } };
  static override styles = [controls, buttons];

  declare question: Question;
  #isSure = false;

  constructor() {
    super();
    this.question = { heading: '', text: '', yes: '' };
  }

  override render(): TemplateResult {
    const { heading, text, yes } = this.question;
    return html`<or-dialog heading=${heading}>
      <p>${text}</p>
      <button slot="actions" class="button quiet" type="button" @click=${() => this.#dialog.close()}>${t('cancel')}</button>
      <button slot="actions" class="button danger" type="button" @click=${this.#say}>${yes}</button>
    </or-dialog>`;
  }

  /** Whether the person says yes. */
  async ask(question: Question): Promise<boolean> {
    this.question = question;
    this.#isSure = false;
    await this.updateComplete;
    await this.#dialog.show();
    return this.#isSure;
  }

  readonly #say = (): void => {
    this.#isSure = true;
    this.#dialog.close();
  };

  get #dialog(): Dialog {
    const dialog = this.renderRoot.querySelector('or-dialog');
    if (dialog === null) throw new Error('The question is not rendered.');
    return dialog as Dialog;
  }
}

customElements.define('or-sure', Sure);
