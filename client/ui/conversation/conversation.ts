import { html, nothing, type TemplateResult } from 'lit';
import type { Entry } from '../../chat/entry.ts';
import type { ClientState } from '../../state/client-state.ts';
import type { ConversationState } from '../../state/conversation-state.ts';
import { buttons } from '../elements/buttons.styles.ts';
import { controls } from '../elements/controls.styles.ts';
import type { Dialog } from '../elements/dialog.ts';
import '../elements/dialog.ts';
import { UiElement } from '../elements/ui-element.ts';
import { t } from '../locales/language.ts';
import type { Composer } from './composer.ts';
import './composer.ts';
import { conversationStyles } from './conversation.styles.ts';
import type { Log } from './log.ts';
import './log.ts';
import { nameOf } from './names.ts';

/**
 * A conversation, to read and to write in: `<or-conversation .state .talk label=… hint=… ?shown>`. What stands in its
 * slot is shown while nothing has been said.
 */
export class ConversationView extends UiElement {
  static override properties = {
    state: { attribute: false },
    talk: { attribute: false },
    label: {},
    hint: {},
    shown: { type: Boolean },
    removing: { state: true },
  };
  static override styles = [controls, buttons, conversationStyles];

  declare state: ClientState;
  declare talk: ConversationState;
  /** What the log is called. */
  declare label: string;
  /** What stands in the empty field. */
  declare hint: string;
  declare shown: boolean;
  /** The message that is about to be deleted. */
  declare removing: Entry | undefined;

  constructor() {
    super();
    this.label = '';
    this.hint = '';
    this.shown = true;
  }

  override render(): TemplateResult {
    return html`<or-log
        .state=${this.state}
        .talk=${this.talk}
        .label=${this.label}
        ?shown=${this.shown}
        @edit=${(event: CustomEvent<Entry>) => this.#composer?.change(event.detail)}
        @remove=${(event: CustomEvent<Entry>) => this.#ask(event.detail)}
      ><slot></slot></or-log>
      <p class="typing" role="status">${this.#typing()}</p>
      <div>
        ${this.talk.isAsked.value ? this.#asked() : nothing}
        <or-composer
          .conversation=${this.talk.conversation}
          .hint=${this.hint}
          @sent=${() => this.#log?.toNewest()}
          @last=${this.#changeLast}
        ></or-composer>
      </div>
      ${this.#dialog()}`;
  }

  /** The focus is the field's. */
  override focus(): void {
    void this.updateComplete.then(() => this.#composer?.focus());
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
    const block = () => {
      void this.state.client.contacts.block(id);
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
        <button class="button" type="button" @click=${() => void conversation.accept()}>${t('accept')}</button>
        <button class="button quiet" type="button" @click=${decline}>${t('decline')}</button>
        <button class="button quiet" type="button" @click=${block}>${t('block')}</button>
      </div>
    </div>`;
  }

  #dialog(): TemplateResult {
    return html`<or-dialog heading=${t('deleteQuestion')}>
      <p>${t('deleteText')}</p>
      <button slot="actions" class="button quiet" type="button" @click=${() => this.#question?.close()}>${t('cancel')}</button>
      <button slot="actions" class="button danger" type="button" @click=${this.#remove}>${t('deleteMessage')}</button>
    </or-dialog>`;
  }

  get #question(): Dialog | null {
    return this.renderRoot.querySelector('or-dialog');
  }

  #ask(entry: Entry): void {
    this.removing = entry;
    void this.#question?.show();
  }

  readonly #remove = (): void => {
    this.#question?.close();
    if (this.removing !== undefined) void this.talk.conversation.remove(this.removing.id);
    this.focus();
  };

  readonly #changeLast = (): void => {
    const last = this.talk.entries.peek().findLast(({ mine, removed }) => mine && !removed);
    if (last !== undefined) this.#composer?.change(last);
  };
}

customElements.define('or-conversation', ConversationView);
