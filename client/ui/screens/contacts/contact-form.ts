import { css, html, type PropertyValues, type TemplateResult } from 'lit';
import type { Contact } from '../../../contacts/contact.ts';
import type { ContactBook } from '../../../contacts/contact-book.ts';
import type { PageState } from '../../../state/page-state.ts';
import { buttons } from '../../elements/buttons.styles.ts';
import { controls } from '../../elements/controls.styles.ts';
import { textField } from '../../elements/field.ts';
import { fields } from '../../elements/fields.styles.ts';
import { textArea } from '../../elements/text-area.ts';
import type { Told } from '../../elements/told.ts';
import { UiElement } from '../../elements/ui-element.ts';
import { t } from '../../locales/language.ts';
import { sentenceOf } from '../../locales/sentence-of.ts';

interface Wrong {
  readonly name?: Told;
  readonly note?: Told;
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
      ${textArea({
        name: 'note',
        label: t('contactNote'),
        hint: t('contactNoteHint'),
        error: this.wrong.note,
        value: this.note ?? this.contact.note ?? '',
        rows: 3,
        onInput: (note) => {
          this.note = note;
        },
      })}
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

  async #onSubmit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const { book, contact, name = contact.name ?? '', note = contact.note ?? '' } = this;
    const wrong: { name?: Told; note?: Told } = {};
    const keep = async (field: keyof Wrong, change: Promise<void>) => {
      await change.catch((error: unknown) => {
        const refusal = sentenceOf(error);
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
