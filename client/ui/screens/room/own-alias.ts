import { css, html, nothing, type TemplateResult } from 'lit';
import type { ClientState } from '../../../state/client-state.ts';
import type { PageState } from '../../../state/page-state.ts';
import { ownAliases } from '../../../state/room-members.ts';
import type { RoomState } from '../../../state/room-state.ts';
import { buttons } from '../../elements/buttons.styles.ts';
import { controls } from '../../elements/controls.styles.ts';
import '../../elements/copy-field.ts';
import { textField } from '../../elements/field.ts';
import { fields } from '../../elements/fields.styles.ts';
import { isSure } from '../../elements/sure.ts';
import type { Told } from '../../elements/told.ts';
import { UiElement } from '../../elements/ui-element.ts';
import { t } from '../../locales/language.ts';
import { sentenceOf } from '../../locales/sentence-of.ts';
import { isKept } from '../../people/is-kept.ts';
import { memberText } from './members-text.ts';

/** Characters of an alias; the room has the last word. */
const OWN_ALIAS_CHARS = 63;

/** One's own aliases in a room, with their links: to register one, and to give each back. `<or-own-alias .page .state .room>` */
class OwnAlias extends UiElement {
  static override properties = {
    page: { attribute: false },
    state: { attribute: false },
    room: { attribute: false },
    aliases: { state: true },
    links: { state: true },
    typed: { state: true },
    error: { state: true },
  };
  static override styles = [
    controls,
    buttons,
    fields,
    css`
      .all,
      form,
      .alias {
        display: grid;
        gap: var(--or-space-4);
      }
      .alias {
        gap: var(--or-space-2);
      }
    `,
  ];

  declare page: PageState;
  declare state: ClientState;
  declare room: RoomState;
  /** `undefined` until the room has told. */
  declare aliases: readonly string[] | undefined;
  /** Links of those that were registered here, as the room gave them. */
  declare links: ReadonlyMap<string, string>;
  declare typed: string;
  declare error: Told | undefined;

  constructor() {
    super();
    this.links = new Map();
    this.typed = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void isKept(this.page, this.#load());
  }

  override render(): TemplateResult {
    const { aliases } = this;
    if (aliases === undefined) return html`<p>${t('loading')}</p>`;
    return html`<div class="all">${aliases.map((alias) => this.#alias(alias))} ${this.#form()}</div>`;
  }

  #alias(alias: string): TemplateResult {
    const link = this.links.get(alias);
    return html`<div class="alias">
      <b><code>@${alias}</code></b>
      ${link === undefined ? nothing : html`<or-copy-field label=${memberText('aliasLink')} text=${link}></or-copy-field>`}
      <p><button class="button quiet" type="button" @click=${() => void this.#giveBack(alias)}>${memberText('aliasGiveBack', { alias: `@${alias}` })}</button></p>
    </div>`;
  }

  #form(): TemplateResult {
    const { room } = this;
    if (!room.may('alias')) {
      const isClosed = room.room.metadata?.mode === 'restricted';
      return html`<p>${memberText(isClosed ? 'aliasesNotHere' : 'aliasesNot')}</p>`;
    }
    return html`<form @submit=${this.#onSubmit} novalidate>
      ${textField({
        name: 'alias',
        label: memberText('ownAlias'),
        hint: memberText('ownAliasHint'),
        error: this.error,
        value: this.typed,
        code: true,
        maxLength: OWN_ALIAS_CHARS,
        onInput: (value) => {
          this.typed = value;
          this.error = undefined;
        },
      })}
      <p><button class="button" type="submit">${memberText('aliasRegister')}</button></p>
    </form>`;
  }

  /** A room that keeps its aliases to itself tells one's own all the same. */
  async #load(): Promise<void> {
    this.aliases = await ownAliases(this.room.room, this.state.client.id);
  }

  #onSubmit(event: SubmitEvent): void {
    event.preventDefault();
    void this.#register();
  }

  async #register(): Promise<void> {
    const alias = this.typed.trim().replace(/^@/, '').toLowerCase();
    try {
      const link = await this.state.client.registerAlias(this.room.room, alias);
      this.links = new Map(this.links).set(alias, link);
      this.typed = '';
      await this.#load();
    } catch (error) {
      this.error = sentenceOf(error);
      if (this.error === undefined) throw error;
      await this.updateComplete;
      this.renderRoot.querySelector('input')?.focus();
    }
  }

  async #giveBack(alias: string): Promise<void> {
    const shown = { alias: `@${alias}` };
    const question = {
      heading: memberText('aliasGiveBackQuestion', shown),
      text: memberText('aliasGiveBackText'),
      yes: memberText('aliasGiveBack', shown),
    };
    if (!(await isSure(this.page, question))) return;
    const { client } = this.state;
    if (!(await isKept(this.page, client.revokeAlias(this.room.room, alias)))) return;
    this.page.tell(memberText('aliasBack', shown));
    await isKept(this.page, this.#load());
  }
}

customElements.define('or-own-alias', OwnAlias);
