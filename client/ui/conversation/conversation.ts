import { html, nothing, type TemplateResult } from 'lit';
import type { Entry } from '../../chat/entry.ts';
import type { ClientState } from '../../state/client-state.ts';
import type { ConversationState } from '../../state/conversation-state.ts';
import type { PageState } from '../../state/page-state.ts';
import { buttons } from '../elements/buttons.styles.ts';
import { controls } from '../elements/controls.styles.ts';
import { icon } from '../elements/icons.ts';
import { isSure } from '../elements/sure.ts';
import { UiElement } from '../elements/ui-element.ts';
import { t } from '../locales/language.ts';
import { isKept } from '../people/is-kept.ts';
import { block } from '../people/relation-acts.ts';
import type { Composer } from './composer.ts';
import './composer.ts';
import { conversationStyles } from './conversation.styles.ts';
import type { Log } from './log.ts';
import './log.ts';
import { nameOf } from './names.ts';

/**
 * A conversation, to read and to write in: `<or-conversation .page .state .talk label=… hint=… quiet=… ?shown>`. What stands in its
 * slot is shown while nothing has been said.
 */
export class ConversationView extends UiElement {
  static override properties = {
    page: { attribute: false },
    state: { attribute: false },
    talk: { attribute: false },
    label: {},
    hint: {},
    quiet: {},
    shown: { type: Boolean },
  };
  static override styles = [controls, buttons, conversationStyles];

  declare page: PageState;
  declare state: ClientState;
  declare talk: ConversationState;
  /** What the log is called. */
  declare label: string;
  /** What stands in the empty field. */
  declare hint: string;
  /** Why nothing can be written in it, and who can change that; empty where it can. */
  declare quiet: string;
  declare shown: boolean;

  constructor() {
    super();
    this.label = '';
    this.hint = '';
    this.quiet = '';
    this.shown = true;
  }

  override render(): TemplateResult {
    return html`<or-log
        .state=${this.state}
        .talk=${this.talk}
        .label=${this.label}
        ?shown=${this.shown}
        @edit=${(event: CustomEvent<Entry>) => this.#composer?.change(event.detail)}
        @remove=${(event: CustomEvent<Entry>) => void this.#remove(event.detail)}
      ><slot></slot></or-log>
      <p class="typing" role="status">${this.#typing()}</p>
      <div>
        ${this.talk.isAsked.value ? this.#asked() : nothing}
        ${this.quiet === '' ? this.#write() : html`<p class="quiet" tabindex="-1">${icon('eye')}<span>${this.quiet}</span></p>`}
      </div>`;
  }

  #write(): TemplateResult {
    return html`<or-composer
      .conversation=${this.talk.conversation}
      .hint=${this.hint}
      @sent=${() => this.#log?.toNewest()}
      @last=${this.#changeLast}
    ></or-composer>`;
  }

  /** The focus is the field's, or where it is said that there is none. */
  override focus(): void {
    void this.updateComplete.then(() =>
      (this.#composer ?? this.renderRoot.querySelector<HTMLElement>('.quiet'))?.focus(),
    );
  }

  get #composer(): Composer | null {
    return this.renderRoot.querySelector('or-composer');
  }

  get #log(): Log | null {
    return this.renderRoot.querySelector('or-log');
  }

  #typing(): string {
    const [name, other, more] = this.talk.typing.value.map((id) => nameOf(this.state, id));
    if (name === undefined) return '';
    if (other === undefined) return t('typingOne', { name });
    return more === undefined ? t('typingTwo', { name, other }) : t('typingMany');
  }

  /** A stranger has begun it: what can be done about that, quietly. */
  #asked(): TemplateResult | typeof nothing {
    const { conversation } = this.talk;
    const { with: id } = conversation;
    if (id === undefined) return nothing;
    const onBlock = () => {
      void block(this, id);
      this.dispatchEvent(new Event('over'));
    };
    const decline = () => {
      conversation.refuse();
      this.dispatchEvent(new Event('over'));
    };
    return html`<div class="asked">
      <p><strong>${t('asksToWrite', { name: nameOf(this.state, id) })}</strong></p>
      <p class="small soft">${t('askedHint')}</p>
      <div class="row">
        <button class="button" type="button" @click=${() => void isKept(this.page, conversation.accept())}>${t('accept')}</button>
        <button class="button quiet" type="button" @click=${decline}>${t('decline')}</button>
        <button class="button quiet" type="button" @click=${onBlock}>${t('block')}</button>
      </div>
    </div>`;
  }

  /** Another device of the same person may have deleted it meanwhile: what was wanted is done then. */
  async #remove({ id }: Entry): Promise<void> {
    const question = { heading: t('deleteQuestion'), text: t('deleteText'), yes: t('deleteMessage') };
    const { conversation, entries } = this.talk;
    const remove = async () => {
      try {
        await conversation.remove(id);
      } catch (error) {
        if (entries.peek().some((entry) => entry.id === id && !entry.removed)) throw error;
      }
    };
    if (await isSure(this.page, question)) await isKept(this.page, remove());
    this.focus();
  }

  readonly #changeLast = (): void => {
    const last = this.talk.entries.peek().findLast(({ mine, removed }) => mine && !removed);
    if (last !== undefined) this.#composer?.change(last);
  };
}

customElements.define('or-conversation', ConversationView);
