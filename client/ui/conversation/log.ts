import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Entry } from '../../chat/entry.ts';
import type { ClientState } from '../../state/client-state.ts';
import type { ConversationState } from '../../state/conversation-state.ts';
import { buttons } from '../elements/buttons.styles.ts';
import { controls } from '../elements/controls.styles.ts';
import { icon } from '../elements/icons.ts';
import { UiElement } from '../elements/ui-element.ts';
import { writeDay } from '../locales/dates.ts';
import { t } from '../locales/language.ts';
import { pageClock } from '../shell/page-clock.ts';
import { logStyles } from './log.styles.ts';
import { firstUnread, isNearEnd, type LogItem, logItems, type Span, spanAround } from './log-items.ts';
import type { Message } from './message.ts';
import './message.ts';
import { Announcer } from './announcer.ts';
import { ScrollPlace } from './scroll-place.ts';

/** In milliseconds. */
const DAY = 24 * 60 * 60_000;

/**
 * All that was said, as far as it is seen: `<or-log .state .talk label=… ?shown @edit @remove>`, events with the entry
 * as detail. Whoever is at the end stays there and has read what comes; whoever is above stays where they are.
 */
class Log extends UiElement {
  static override properties = {
    state: { attribute: false },
    talk: { attribute: false },
    label: {},
    shown: { type: Boolean },
    heard: { state: true },
  };
  static override styles = [controls, buttons, logStyles];

  declare state: ClientState;
  declare talk: ConversationState;
  declare label: string;
  /** Whether it can be seen: what cannot be seen is not read. */
  declare shown: boolean;
  /** What is read out: what others have said just now. Each time it is another object, so that the same words are heard twice. */
  declare heard: { readonly text: string } | undefined;
  #place: ScrollPlace | undefined;
  #items: readonly LogItem<Entry>[] = [];
  /** What the items were made of. */
  #itemsOf: readonly [entries: readonly Entry[], firstNew: string | undefined] = [[], undefined];
  #span: Span = { start: 0, end: 0 };
  #firstNew: string | undefined;
  #announcer = new Announcer();
  readonly #onVisible = () => this.requestUpdate();
  readonly #sizes = new ResizeObserver(() => this.#restore());

  constructor() {
    super();
    this.label = '';
    this.shown = true;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('visibilitychange', this.#onVisible);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('visibilitychange', this.#onVisible);
  }

  override render(): TemplateResult {
    this.#look();
    const { start, end } = this.#span;
    const unread = this.talk.unread.value;
    // Whoever is accepted learns of what was read already.
    void this.talk.isAsked.value;
    const isAway = this.#place !== undefined && !this.#place.isAtEnd;
    return html`<div
        class="scroller"
        role="log"
        aria-live="off"
        aria-label=${this.label}
        tabindex="0"
        @scroll=${this.#onScroll}
        @keydown=${this.#onKey}
      >
        <div class="lines">
          ${this.#items.length === 0 ? html`<slot></slot>` : nothing}
          ${repeat(
            this.#items.slice(start, end),
            ({ id }) => id,
            (item) => this.#line(item),
          )}
        </div>
      </div>
      <p class="only-read" aria-live="polite">${keyed(this.heard, html`<span>${this.heard?.text}</span>`)}</p>
      ${
        isAway
          ? html`<div class="newest">
              <button class="button quiet" type="button" @click=${() => this.toNewest()}>
                ${icon('arrow-down')}${unread > 0 ? t('toNewestUnread', { count: unread }) : t('toNewest')}
              </button>
            </div>`
          : nothing
      }`;
  }

  /** Shows the newest, where something of one's own came. */
  toNewest(): void {
    if (this.#place === undefined) return;
    this.#place.toEnd();
    this.requestUpdate();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (!changed.has('talk')) return;
    this.#firstNew = undefined;
    this.#items = [];
    this.heard = undefined;
    this.#announcer = new Announcer();
    this.#place?.toEnd();
  }

  protected override firstUpdated(): void {
    const [scroller, lines] = [this.#part('.scroller'), this.#part('.lines')];
    this.#place = new ScrollPlace(scroller, lines);
    this.#sizes.observe(scroller);
    this.#sizes.observe(lines);
  }

  protected override updated(): void {
    this.#restore();
    this.#announce();
    if (this.#isReading && this.talk.unread.peek() > 0) this.talk.conversation.markRead();
  }

  /** What stands there while nothing was said begins at its top. */
  #restore(): void {
    if (this.#items.length > 0) this.#place?.restore();
  }

  get #isReading(): boolean {
    return this.shown && document.visibilityState === 'visible' && this.#place?.isAtEnd !== false;
  }

  /** Takes what there is now, and the part of it that is rendered. */
  #look(): void {
    const entries = this.talk.entries.value;
    const unread = this.talk.unread.value;
    const isFirst = this.#items.length === 0;
    if (unread > 0 && (isFirst || !this.#isReading)) {
      const isKnown = entries.some(({ id }) => id === this.#firstNew);
      if (!isKnown || unread === 1) this.#firstNew = firstUnread(entries, unread);
    } else if (entries.at(-1)?.mine === true) this.#firstNew = undefined;
    this.#itemize(entries);
    const line = this.#place?.line;
    const index = line === undefined ? -1 : this.#items.findIndex(({ id }) => id === line);
    this.#span = spanAround(this.#items.length, index < 0 ? 'end' : index);
  }

  #itemize(entries: readonly Entry[]): void {
    const [before, firstNew] = this.#itemsOf;
    if (before === entries && firstNew === this.#firstNew) return;
    this.#itemsOf = [entries, this.#firstNew];
    this.#items = logItems(entries, this.#firstNew);
  }

  #line(item: LogItem<Entry>): TemplateResult {
    switch (item.kind) {
      case 'day':
        return html`<div class="day" role="separator" data-id=${item.id} aria-label=${dayText(item.at)}>${dayText(item.at)}</div>`;
      case 'new':
        return html`<div class="new" role="separator" data-id=${item.id} aria-label=${t('newMessages')}>${t('newMessages')}</div>`;
      case 'message': {
        const { entry, isFirst } = item;
        const fire = (name: string) => () => this.dispatchEvent(new CustomEvent(name, { detail: entry }));
        return html`<or-message
          data-id=${item.id}
          .state=${this.state}
          .entry=${entry}
          ?first=${isFirst}
          @edit=${fire('edit')}
          @remove=${fire('remove')}
        ></or-message>`;
      }
    }
  }

  #announce(): void {
    const said = this.#announcer.hear(this.talk.entries.peek(), this.state);
    if (said !== undefined && document.visibilityState === 'visible') this.heard = { text: said };
  }

  readonly #onScroll = (): void => {
    const place = this.#place;
    if (place === undefined) return;
    const wasAtEnd = place.isAtEnd;
    place.scrolled(this.#span.end === this.#items.length);
    const index = this.#items.findIndex(({ id }) => id === place.line);
    const isShort = index >= 0 && isNearEnd(this.#span, this.#items.length, index);
    if (isShort || wasAtEnd !== place.isAtEnd) this.requestUpdate();
  };

  /** Arrows go from message to message, so that each can be read, and its menu reached, without a pointer. */
  readonly #onKey = (event: KeyboardEvent): void => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step === undefined || event.composedPath()[0] instanceof HTMLButtonElement) return;
    const messages = [...this.renderRoot.querySelectorAll<Message>('or-message')];
    const at = messages.findIndex((message) => message.matches(':focus-within'));
    const next = at < 0 ? messages.at(-1) : messages[at + step];
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: 'nearest' });
  };

  #part(selector: string): HTMLElement {
    const part = this.renderRoot.querySelector<HTMLElement>(selector);
    if (part === null) throw new Error(`The log has no ${selector}.`);
    return part;
  }
}

function dayText(at: number): string {
  const today = new Date(pageClock.now()).toDateString();
  const day = new Date(at).toDateString();
  if (day === today) return t('today');
  return day === new Date(pageClock.now() - DAY).toDateString() ? t('yesterday') : writeDay(at);
}

customElements.define('or-log', Log);

export type { Log };
