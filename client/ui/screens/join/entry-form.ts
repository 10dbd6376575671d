import { css, html, type PropertyValues, type TemplateResult } from 'lit';
import type { PageState } from '../../../state/page-state.ts';
import { buttons } from '../../elements/buttons.styles.ts';
import { controls } from '../../elements/controls.styles.ts';
import { textField } from '../../elements/field.ts';
import { fields } from '../../elements/fields.styles.ts';
import { icon } from '../../elements/icons.ts';
import '../../elements/key-mark.ts';
import { keyWords } from '../../elements/key-words.ts';
import type { Told } from '../../elements/told.ts';
import { UiElement } from '../../elements/ui-element.ts';
import { t } from '../../locales/language.ts';

/** Characters of a name; the client refuses longer ones (`client/contacts/name.ts`). */
const NAME_MAX_CHARS = 64;

/** What {@link EntryForm} tells when somebody wants in. */
export interface Entry {
  /** The name they have typed; `undefined` where they have left what was there. */
  readonly name: string | undefined;
  readonly wish: EntryWish;
}

/** What somebody wants inside: to take part, or to see what is on. */
export type EntryWish = 'join' | 'watch';

/**
 * Who one is, and the buttons `Join` and `Watch`: `<or-entry-form .page .typed .error @enter>`, whose event is a `CustomEvent<Entry>`.
 * Nobody has to type anything, and nobody is asked for a key.
 */
class EntryForm extends UiElement {
  static override properties = {
    page: { attribute: false },
    error: { attribute: false },
    typed: { attribute: false },
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
      .who {
        display: flex;
        gap: var(--or-space-4);
        align-items: center;
      }
      .who or-key-mark,
      .wait {
        --or-mark-size: 3.5rem;
      }
      .wait {
        flex: none;
        width: var(--or-mark-size);
        height: var(--or-mark-size);
        border-radius: 50%;
        background: var(--or-hover);
      }
      .ways {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: var(--or-space-3);
      }
      .safe {
        display: flex;
        gap: var(--or-space-2);
        align-items: flex-start;
      }
      .safe .icon {
        margin-top: 0.1em;
        color: var(--or-live);
      }
      .words {
        font-family: var(--or-mono);
      }
    `,
  ];

  declare page: PageState;
  /** What is wrong with the name. */
  declare error: Told | undefined;
  /** The name as it was typed; `undefined` for the one that is kept. */
  declare typed: string | undefined;

  override render(): TemplateResult {
    const id = this.page.self.value?.key.value.id;
    const kept = this.page.clientState.value?.client.name ?? '';
    return html`<form @submit=${this.#onSubmit} novalidate>
      <div class="who">
        ${id === undefined ? html`<span class="wait"></span>` : html`<or-key-mark silent feed=${id}></or-key-mark>`}
        <p class="small soft">${id === undefined ? t('loading') : t('yourMark', { words: keyWords(id) })}</p>
      </div>
      ${textField({
        name: 'your-name',
        label: t('yourName'),
        hint: t('entryNameHint'),
        error: this.error,
        value: this.typed ?? kept,
        maxLength: NAME_MAX_CHARS,
        onInput: (value) => {
          this.typed = value;
        },
      })}
      <div class="ways">
        <button class="button" type="submit">${t('join')}${icon('chevron-right')}</button>
        <button class="button quiet" type="button" @click=${() => this.#enter('watch')}>${icon('eye')}${t('watch')}</button>
      </div>
      <p class="small soft">${t('watchHint')}</p>
      <p class="safe small soft">${icon('shield-check')}<span>${t('keyMadeHere')}</span></p>
    </form>`;
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (changed.has('error') && this.error !== undefined) this.renderRoot.querySelector('input')?.focus();
  }

  #onSubmit(event: SubmitEvent): void {
    event.preventDefault();
    this.#enter('join');
  }

  /** Whoever only watches leaves their name as it is. */
  #enter(wish: EntryWish): void {
    const detail: Entry = { name: wish === 'watch' ? undefined : this.typed, wish };
    this.dispatchEvent(new CustomEvent('enter', { detail }));
  }
}

customElements.define('or-entry-form', EntryForm);
