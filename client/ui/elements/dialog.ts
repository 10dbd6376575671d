import { html, type TemplateResult } from 'lit';
import { t } from '../locales/language.ts';
import { buttons } from './buttons.styles.ts';
import { controls } from './controls.styles.ts';
import { dialogStyles } from './dialog.styles.ts';
import { icon } from './icons.ts';
import { UiElement } from './ui-element.ts';

/**
 * A dialog over the page, the browser's own: `<or-dialog heading=…>content <button slot="actions">…</or-dialog>`.
 * {@link Dialog.show} opens it and resolves when it is closed; the focus goes back to where it was. Escape, its cross
 * and a click beside it close. On phones it is a sheet.
 */
export class Dialog extends UiElement {
  static override properties = { heading: {}, hasActions: { state: true } };
  static override styles = [controls, buttons, dialogStyles];

  declare heading: string;
  declare hasActions: boolean;

  constructor() {
    super();
    this.heading = '';
    this.hasActions = false;
  }

  override render(): TemplateResult {
    return html`<dialog aria-labelledby="heading" @click=${this.#onClick}>
      <div class="frame">
        <div class="head">
          <h2 id="heading">${this.heading}</h2>
          <button class="icon-button" type="button" aria-label=${t('close')} @click=${() => this.close()}>
            ${icon('x')}
          </button>
        </div>
        <div class="content"><slot></slot></div>
        <div class="actions" ?hidden=${!this.hasActions}><slot name="actions" @slotchange=${this.#onActions}></slot></div>
      </div>
    </dialog>`;
  }

  /** Opens it, unless it is open. Resolves once it is closed. */
  async show(): Promise<void> {
    await this.updateComplete;
    const dialog = this.#dialog;
    if (!dialog.open) dialog.showModal();
    await new Promise((resolve) => dialog.addEventListener('close', resolve, { once: true }));
  }

  close(): void {
    if (this.hasUpdated) this.#dialog.close();
  }

  get #dialog(): HTMLDialogElement {
    const dialog = this.renderRoot.querySelector('dialog');
    if (dialog === null) throw new Error('The dialog is not rendered.');
    return dialog;
  }

  readonly #onActions = (event: Event): void => {
    this.hasActions = (event.target as HTMLSlotElement).assignedElements().length > 0;
  };

  /** The dialog itself is hit only beside its frame, which fills it. */
  #onClick(event: MouseEvent): void {
    if (event.composedPath()[0] === this.#dialog) this.close();
  }
}

customElements.define('or-dialog', Dialog);
