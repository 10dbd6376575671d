import { html, type TemplateResult } from 'lit';
import { NAME_MAX_CHARS } from '../../../contacts/name.ts';
import type { PageState } from '../../../state/page-state.ts';
import { buttons } from '../../elements/buttons.styles.ts';
import { controls } from '../../elements/controls.styles.ts';
import { textField } from '../../elements/field.ts';
import { fields } from '../../elements/fields.styles.ts';
import type { Told } from '../../elements/told.ts';
import { UiElement } from '../../elements/ui-element.ts';
import { t } from '../../locales/language.ts';
import { sentenceOf } from '../../locales/sentence-of.ts';
import { sectionStyles } from './section.styles.ts';

/** What people see one as. */
class OwnName extends UiElement {
  static override properties = {
    page: { attribute: false },
    typed: { state: true },
    error: { state: true },
  };
  static override styles = [controls, buttons, fields, sectionStyles];

  declare page: PageState;
  declare typed: string | undefined;
  declare error: Told | undefined;

  override render(): TemplateResult {
    const state = this.page.clientState.value;
    return html`<form class="stack" @submit=${this.#onSubmit} novalidate>
      ${textField({
        name: 'your-name',
        label: t('yourName'),
        hint: t('yourNameHint'),
        error: this.error,
        value: this.typed ?? state?.ownName.value ?? '',
        maxLength: NAME_MAX_CHARS,
        onInput: (value) => {
          this.typed = value;
          this.error = undefined;
        },
      })}
      <div class="row">
        <button class="button quiet" type="submit" aria-disabled=${state === undefined}>${t('saveName')}</button>
      </div>
    </form>`;
  }

  readonly #onSubmit = async (event: SubmitEvent) => {
    event.preventDefault();
    const client = this.page.clientState.peek()?.client;
    const name = (this.typed ?? client?.name ?? '').trim();
    if (client === undefined) return;
    try {
      await client.setName(name);
      this.typed = undefined;
      this.page.tell(name === '' ? t('nameGone') : t('nameSaved', { name }));
    } catch (error) {
      this.error = sentenceOf(error);
      if (this.error === undefined) throw error;
      this.renderRoot.querySelector('input')?.focus();
    }
  };
}

customElements.define('or-own-name', OwnName);
