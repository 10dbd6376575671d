import { css, html, type TemplateResult } from 'lit';
import type { ClientState } from '../../../state/client-state.ts';
import { isPersonId } from '../../../state/where.ts';
import { nameOf } from '../../conversation/names.ts';
import { buttons } from '../../elements/buttons.styles.ts';
import { controls } from '../../elements/controls.styles.ts';
import type { Dialog } from '../../elements/dialog.ts';
import '../../elements/dialog.ts';
import { textField } from '../../elements/field.ts';
import { fields } from '../../elements/fields.styles.ts';
import type { Told } from '../../elements/told.ts';
import { UiElement } from '../../elements/ui-element.ts';
import { t } from '../../locales/language.ts';
import { sentenceOf } from '../../locales/sentence-of.ts';

/** Asks whom to follow, by alias or id, and finds them: `.show()`; fires `added` with their id as detail. */
export class AddContact extends UiElement {
  static override properties = {
    state: { attribute: false },
    typed: { state: true },
    error: { state: true },
    isLooking: { state: true },
  };
  static override styles = [
    controls,
    buttons,
    fields,
    css`
      form {
        display: grid;
        gap: var(--or-space-4);
      }
    `,
  ];

  declare state: ClientState;
  declare typed: string;
  declare error: string | Told | undefined;
  declare isLooking: boolean;
  #going = new AbortController();

  constructor() {
    super();
    this.typed = '';
    this.isLooking = false;
  }

  override render(): TemplateResult {
    return html`<or-dialog heading=${t('addContact')}>
      <form id="add" @submit=${this.#onSubmit} novalidate>
        ${textField({
          name: 'who',
          label: t('aliasOrId'),
          hint: t('aliasOrIdHint'),
          error: this.error,
          value: this.typed,
          code: true,
          onInput: (value) => {
            this.typed = value;
            this.error = undefined;
          },
        })}
        <p class="only-read" role="status">${this.isLooking ? t('addingPerson') : ''}</p>
      </form>
      <button slot="actions" class="button quiet" type="button" @click=${() => this.#dialog?.close()}>${t('cancel')}</button>
      <button slot="actions" form="add" class="button" type="submit" aria-disabled=${this.isLooking}>
        ${this.isLooking ? t('addingPerson') : t('addPerson')}
      </button>
    </or-dialog>`;
  }

  /** Opens it, empty. Resolves once it is closed: whoever is still looked for then is not. */
  async show(): Promise<void> {
    this.typed = '';
    this.error = undefined;
    await this.updateComplete;
    const closed = this.#dialog?.show();
    await this.#dialog?.updateComplete;
    this.#field?.focus();
    await closed;
    this.#going.abort();
    this.isLooking = false;
  }

  get #dialog(): Dialog | null {
    return this.renderRoot.querySelector<Dialog>('or-dialog');
  }

  get #field(): HTMLInputElement | null {
    return this.renderRoot.querySelector('input');
  }

  async #onSubmit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.isLooking) return;
    const who = this.typed.trim();
    if (who === '') return this.#complain(t('aliasOrIdEmpty'));
    this.isLooking = true;
    this.#going = new AbortController();
    const { signal } = this.#going;
    try {
      const { id } = await this.state.client.follow(who, { signal });
      this.#dialog?.close();
      const name = isPersonId(who) ? nameOf(this.state, id) : who;
      this.dispatchEvent(new CustomEvent('added', { detail: { id, name } }));
    } catch (error) {
      if (signal.aborted) return;
      const refusal = sentenceOf(error);
      if (refusal === undefined) throw error;
      this.#complain(refusal);
    } finally {
      this.isLooking = false;
    }
  }

  #complain(error: string | Told): void {
    this.error = error;
    this.#field?.focus();
  }
}

customElements.define('or-add-contact', AddContact);
