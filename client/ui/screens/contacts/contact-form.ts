import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Contact } from '../../../contacts/contact.ts';
import type { ContactBook } from '../../../contacts/contact-book.ts';
import type { PageState } from '../../../state/page-state.ts';
import { refusalOf } from '../../../state/refusal.ts';
import { buttons } from '../../elements/buttons.styles.ts';
import { controls } from '../../elements/controls.styles.ts';
import { textField } from '../../elements/field.ts';
import { fields } from '../../elements/fields.styles.ts';
import { icon } from '../../elements/icons.ts';
import { UiElement } from '../../elements/ui-element.ts';
import { t } from '../../locales/language.ts';

interface Wrong {
  readonly name?: string;
  readonly note?: string;
}

/** One's own words for a contact: the name, and a note. `<or-contact-form .page .book .contact>`. */
class ContactForm extends UiElement {
  static override properties = {
    page: { attribute: false },
    book: { attribute: false },
    contact: { attribute: false },
    name: { state: true },
    note: { state: true },
    wrong: { state: true },
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
      .button {
        justify-self: start;
      }
    `,
  ];

  declare page: PageState;
  declare book: ContactBook;
  declare contact: Contact;
  /** What was typed and not kept yet. */
  declare name: string | undefined;
  declare note: string | undefined;
  declare wrong: Wrong;

  constructor() {
    super();
    this.wrong = {};
  }

  override render(): TemplateResult {
    return html`<form @submit=${this.#onSubmit} novalidate>
      ${textField({
        name: 'petname',
        label: t('petname'),
        hint: t('petnameHint'),
        error: this.wrong.name,
        value: this.name ?? this.contact.name ?? '',
        onInput: (name) => {
          this.name = name;
        },
      })}
      ${this.#noteField()}
      <button class="button quiet" type="submit">${t('save')}</button>
    </form>`;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    const before = changed.get('contact');
    if (before === undefined || before.id === this.contact.id) return;
    this.name = undefined;
    this.note = undefined;
    this.wrong = {};
  }

  #noteField(): TemplateResult {
    const { note: error } = this.wrong;
    return html`<div class="field">
      <label for="note">${t('contactNote')}</label>
      <p class="hint" id="note-hint">${t('contactNoteHint')}</p>
      <textarea
        id="note"
        rows="3"
        .value=${this.note ?? this.contact.note ?? ''}
        aria-invalid=${error === undefined ? nothing : 'true'}
        aria-describedby="${error === undefined ? '' : 'note-error '}note-hint"
        @input=${(event: Event) => {
          this.note = (event.target as HTMLTextAreaElement).value;
        }}
      ></textarea>
      ${error === undefined ? nothing : html`<p class="error" id="note-error">${icon('circle-alert')}${error}</p>`}
    </div>`;
  }

  async #onSubmit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const { book, contact, name = contact.name ?? '', note = contact.note ?? '' } = this;
    const wrong: { name?: string; note?: string } = {};
    const keep = async (field: keyof Wrong, change: Promise<void>) => {
      await change.catch((error: unknown) => {
        const refusal = refusalOf(error);
        if (refusal === undefined) throw error;
        wrong[field] = refusal;
      });
    };
    await keep('name', book.rename(contact.id, name));
    await keep('note', book.annotate(contact.id, note));
    this.wrong = wrong;
    if (wrong.name === undefined) this.name = undefined;
    if (wrong.note === undefined) this.note = undefined;
    if (wrong.name === undefined && wrong.note === undefined) this.page.tell(t('contactSaved'));
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  }
}

customElements.define('or-contact-form', ContactForm);
