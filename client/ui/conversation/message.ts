import { html, nothing, type TemplateResult } from 'lit';
import type { Entry } from '../../chat/entry.ts';
import type { ClientState } from '../../state/client-state.ts';
import { buttons } from '../elements/buttons.styles.ts';
import { controls } from '../elements/controls.styles.ts';
import { copyText } from '../elements/copy-text.ts';
import { icon } from '../elements/icons.ts';
import '../elements/key-mark.ts';
import { keyWords } from '../elements/key-words.ts';
import type { MenuItem } from '../elements/menu.ts';
import '../elements/menu.ts';
import { UiElement } from '../elements/ui-element.ts';
import { writeMoment, writeTime } from '../locales/dates.ts';
import { t } from '../locales/language.ts';
import { markdownStyles } from '../markdown/markdown.styles.ts';
import { markdown } from '../markdown/markdown.ts';
import { messageStyles } from './message.styles.ts';
import { calledOf, namesOf } from './names.ts';

/** What is shown of a long message before somebody asks for all of it: about two screens of a phone. */
const CLIP_CHARS = 1_500;

/**
 * A message: who, when, what, and how far it has come. `<or-message .state .entry ?first @edit @remove>`; `first` is
 * one that names its author.
 */
export class Message extends UiElement {
  static override properties = {
    state: { attribute: false },
    entry: { attribute: false },
    first: { type: Boolean },
    isNear: { state: true },
    isWhole: { state: true },
  };
  static override styles = [controls, buttons, markdownStyles, messageStyles];

  declare state: ClientState;
  declare entry: Entry;
  declare first: boolean;
  /** Whether the pointer or the focus has been here: only then it needs a menu. */
  declare isNear: boolean;
  declare isWhole: boolean;

  constructor() {
    super();
    this.first = false;
    this.isNear = false;
    this.isWhole = false;
  }

  override render(): TemplateResult {
    const { entry, first } = this;
    const name = calledOf(this.state, entry.author);
    const time = writeTime(entry.at);
    const come = () => {
      this.isNear = true;
    };
    const when = html`<time datetime=${new Date(entry.at).toISOString()} title=${writeMoment(entry.at)}>${time}</time>`;
    return html`<article
      class="${first ? 'first' : ''} ${entry.mine ? 'mine' : ''}"
      tabindex="-1"
      aria-label=${t('saidAt', { name, time })}
      @pointerenter=${come}
      @focusin=${come}
    >
      ${first ? html`<or-key-mark silent feed=${entry.author}></or-key-mark>` : html`<span class="side" aria-hidden="true">${when}</span>`}
      <div>
        ${
          first
            ? html`<header>
                <span class="name" title=${keyWords(entry.author)}>${name}</span>${when}
              </header>`
            : nothing
        }
        <div class="line">${this.#text()}${entry.mine && !entry.removed ? this.#delivery() : nothing}</div>
        ${entry.readBy.length > 0 ? html`<p class="who" aria-hidden="true">${this.#words()}</p>` : nothing}
      </div>
      ${
        this.isNear && !entry.removed
          ? html`<or-menu label=${t('messageActions')} .items=${this.#items()}></or-menu>`
          : nothing
      }
    </article>`;
  }

  /** The focus is the message's own, from which a screen reader reads it. */
  override focus(): void {
    this.renderRoot.querySelector('article')?.focus();
  }

  #text(): TemplateResult {
    const { removed, edited, text } = this.entry;
    if (removed) return html`<p class="text gone">${t('removedMessage')}</p>`;
    const isClipped = !this.isWhole && text.length > CLIP_CHARS;
    const showAll = () => {
      this.isWhole = true;
    };
    return html`<div class="text">
      ${markdown(isClipped ? clipped(text) : text)}
      ${isClipped ? html`<button class="button quiet more" type="button" @click=${showAll}>${t('showAll')}</button>` : nothing}
      ${edited ? html`<span class="edited">(${t('edited')})</span>` : nothing}
    </div>`;
  }

  /** One mark, and a doubled one once it was read: in words for who does not see, and for who points at it. */
  #delivery(): TemplateResult {
    const { delivery } = this.entry;
    const words = this.#words();
    const drawing = { waiting: nothing, sent: icon('check'), read: icon('check-check') }[delivery];
    return html`<span class="delivery ${delivery}" title=${words}>${drawing}<span class="only-read">${words}</span></span>`;
  }

  #words(): string {
    const { delivery, readBy } = this.entry;
    if (delivery === 'waiting') return t('deliveryWaiting');
    return readBy.length === 0
      ? t('deliverySent')
      : t('deliveryRead', { names: namesOf(this.state, readBy) });
  }

  #items(): MenuItem[] {
    const { mine, text } = this.entry;
    const fire = (name: string) => () => this.dispatchEvent(new Event(name));
    return [
      ...(mine ? [{ label: t('editMessage'), icon: 'pencil' as const, act: fire('edit') }] : []),
      { label: t('copyText'), icon: 'copy', act: () => void copyText(text) },
      ...(mine
        ? [{ label: t('deleteMessage'), icon: 'trash-2' as const, danger: true, act: fire('remove') }]
        : []),
    ];
  }
}

/** The beginning of a text, up to the end of a line or word where there is one near. */
function clipped(text: string): string {
  const start = text.slice(0, CLIP_CHARS);
  const end = Math.max(start.lastIndexOf('\n'), start.lastIndexOf(' '));
  return `${end > CLIP_CHARS / 2 ? start.slice(0, end) : start} …`;
}

customElements.define('or-message', Message);
