import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Conversation } from '../../chat/conversation.ts';
import type { Entry } from '../../chat/entry.ts';
import { buttons } from '../elements/buttons.styles.ts';
import { controls } from '../elements/controls.styles.ts';
import { icon } from '../elements/icons.ts';
import { type Told, toldView } from '../elements/told.ts';
import { UiElement } from '../elements/ui-element.ts';
import { t } from '../locales/language.ts';
import { composerStyles } from './composer.styles.ts';

/** What was begun and not sent, as long as the page is there. */
const drafts = new WeakMap<Conversation, string>();

/**
 * The field in which messages are written: `<or-composer .conversation hint=… @sent @last>`. Enter sends, Shift+Enter
 * begins a line. {@link Composer.change} changes a message in it; `last` is fired where the person asks for the last
 * one of their own (arrow up in the empty field).
 */
export class Composer extends UiElement {
  static override properties = {
    conversation: { attribute: false },
    hint: {},
    changing: { state: true },
    error: { state: true },
  };
  static override styles = [controls, buttons, composerStyles];

  declare conversation: Conversation;
  declare hint: string;
  /** The message that is changed here; `undefined` where a new one is written. */
  declare changing: Entry | undefined;
  declare error: string | Told | undefined;

  constructor() {
    super();
    this.hint = '';
  }

  override render(): TemplateResult {
    const isChange = this.changing !== undefined;
    return html`<form @submit=${this.#onSubmit}>
      ${
        isChange
          ? html`<p class="changing">
              <span role="status">${t('editing')}</span>
              <button class="icon-button" type="button" aria-label=${t('cancel')} @click=${this.#cancel}>${icon('x')}</button>
            </p>`
          : nothing
      }
      ${this.error === undefined ? nothing : html`<p class="wrong" role="alert">${toldView(this.error)}</p>`}
      <div class="box">
        <textarea
          rows="1"
          aria-label=${t('message')}
          placeholder=${this.hint}
          enterkeyhint="send"
          @input=${this.#onInput}
          @keydown=${this.#onKey}
        ></textarea>
        <button class="button send" type="submit">${icon(isChange ? 'check' : 'send')}<span>${t(isChange ? 'save' : 'send')}</span></button>
      </div>
    </form>`;
  }

  override focus(): void {
    void this.updateComplete.then(() => this.#field?.focus());
  }

  /** Puts a message into the field, to be changed. What was begun there waits until that is done. */
  change(entry: Entry): void {
    if (this.changing === undefined) drafts.set(this.conversation, this.#field?.value ?? '');
    this.changing = entry;
    this.#write(entry.text);
    this.focus();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('conversation')) return;
    this.changing = undefined;
    this.error = undefined;
    this.#write(drafts.get(this.conversation) ?? '');
  }

  get #field(): HTMLTextAreaElement | null {
    return this.renderRoot.querySelector('textarea');
  }

  #write(text: string): void {
    const field = this.#field;
    if (field === null) return;
    field.value = text;
    this.#grow(field);
  }

  /** As high as what is in it, where the browser does not do that itself. */
  #grow(field: HTMLTextAreaElement): void {
    if (CSS.supports('field-sizing', 'content')) return;
    field.style.setProperty('height', 'auto');
    field.style.setProperty('height', `${field.scrollHeight}px`);
  }

  readonly #onInput = (event: Event): void => {
    const field = event.target as HTMLTextAreaElement;
    this.#grow(field);
    this.error = undefined;
    if (this.changing !== undefined) return;
    drafts.set(this.conversation, field.value);
    if (field.value.trim() !== '') this.conversation.typingNow();
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    // While a word is composed (Japanese, accents), Enter and arrows are the keyboard's own.
    if (event.isComposing) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      void this.#send();
    } else if (event.key === 'Escape' && this.changing !== undefined) {
      event.stopPropagation();
      this.#cancel();
    } else if (event.key === 'ArrowUp' && this.#field?.value === '') {
      event.preventDefault();
      this.dispatchEvent(new Event('last'));
    }
  };

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    this.focus();
    void this.#send();
  };

  readonly #cancel = (): void => {
    this.changing = undefined;
    this.error = undefined;
    this.#write(drafts.get(this.conversation) ?? '');
    this.focus();
  };

  async #send(): Promise<void> {
    const { conversation, changing } = this;
    const text = this.#field?.value.trim() ?? '';
    if (text === '') return;
    if (changing !== undefined) this.#cancel();
    else {
      drafts.delete(conversation);
      this.#write('');
    }
    try {
      if (changing === undefined) await conversation.send(text);
      else if (text !== changing.text) await conversation.edit(changing.id, text);
      if (this.conversation === conversation) this.dispatchEvent(new Event('sent'));
    } catch (error) {
      this.#giveBack(conversation, text, changing, error);
    }
  }

  /** What could not be kept is not lost: it is in the field again. */
  #giveBack(conversation: Conversation, text: string, changing: Entry | undefined, error: unknown): void {
    if (!(error instanceof Error)) throw error;
    if (changing === undefined) drafts.set(conversation, text);
    if (this.conversation !== conversation) return;
    this.changing = changing;
    this.#write(text);
    this.error =
      error instanceof RangeError ? t('messageTooLong') : { text: t('notKept'), detail: error.message };
  }
}

customElements.define('or-composer', Composer);
