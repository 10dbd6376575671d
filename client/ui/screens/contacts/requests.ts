import type { FeedId } from '@open-rooms/protocol';
import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Conversation } from '../../../chat/conversation.ts';
import type { ClientState } from '../../../state/client-state.ts';
import type { PageState } from '../../../state/page-state.ts';
import { nameOf } from '../../conversation/names.ts';
import { buttons } from '../../elements/buttons.styles.ts';
import { controls } from '../../elements/controls.styles.ts';
import '../../elements/key-mark.ts';
import { keyWords } from '../../elements/key-words.ts';
import { lists } from '../../elements/lists.styles.ts';
import { UiElement } from '../../elements/ui-element.ts';
import { t } from '../../locales/language.ts';
import { isKept } from '../../people/is-kept.ts';
import { block } from '../../people/relation-acts.ts';
import { roomRoute } from '../../routing/room-route.ts';
import type { Router } from '../../routing/router.ts';
import type { Route } from '../../routing/routes.ts';

/** What one stranger asks. */
interface Request {
  /** What it is the same by, however the others change. */
  readonly key: object;
  readonly from: FeedId;
  readonly sentence: string;
  /** The beginning of what they wrote; empty where they only ring. */
  readonly text: string;
  /** Resolves with where they are met then. */
  accept(): Promise<Route>;
  decline(): void;
}

/**
 * Strangers who want something of this person, until that is decided: `<or-requests .page .router .state @over>`. `over`
 * says that the last was decided here: the focus is to go elsewhere.
 */
class Requests extends UiElement {
  static override properties = {
    page: { attribute: false },
    router: { attribute: false },
    state: { attribute: false },
  };
  static override styles = [
    controls,
    buttons,
    lists,
    css`
      section {
        display: grid;
        gap: var(--or-space-3);
      }
      li {
        display: flex;
        flex-wrap: wrap;
        gap: var(--or-space-3);
        align-items: center;
        padding: var(--or-space-3) 0;
      }
      li + li {
        border-top: 1px solid var(--or-line);
      }
      or-key-mark {
        --or-mark-size: 2.75rem;
      }
      .words {
        flex: 1 1 14rem;
        min-width: 0;
      }
      .text {
        display: -webkit-box;
        overflow: hidden;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
        overflow-wrap: anywhere;
      }
      .row {
        gap: var(--or-space-2);
      }
      .button {
        min-height: 2.5rem;
        padding-inline: var(--or-space-4);
      }
    `,
  ];

  declare page: PageState;
  declare router: Router;
  declare state: ClientState;
  /** The one that was decided last, in which the focus is. */
  #decided: Request['key'] | undefined;

  override render(): TemplateResult | typeof nothing {
    const requests = this.#requests();
    if (requests.length === 0) return nothing;
    return html`<section class="card" aria-labelledby="requests">
      <h2 id="requests" tabindex="-1">${t('requests')}</h2>
      <p class="small soft">${t('requestsText')}</p>
      <ul>
        ${repeat(
          requests,
          ({ key }) => key,
          (request) => this.#row(request),
        )}
      </ul>
    </section>`;
  }

  /** The focus stays until what has it is gone; then it goes to what is left. */
  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (this.#decided === undefined || this.#requests().some(({ key }) => key === this.#decided)) return;
    this.#decided = undefined;
    const heading = this.renderRoot.querySelector('h2');
    if (heading === null) this.dispatchEvent(new Event('over'));
    else heading.focus();
  }

  #requests(): Request[] {
    const { askedRings, asked } = this.state;
    const rings = askedRings.value.map(
      (ring): Request => ({
        key: ring,
        from: ring.from,
        sentence: t('asksToRing', { name: nameOf(this.state, ring.from) }),
        text: '',
        accept: async () => {
          ring.accept();
          const route = roomRoute(this.state, this.page.here.peek(), ring.room);
          return route === undefined ? contactOf(ring.from) : { ...route, facing: ring.from };
        },
        decline: () => ring.decline(),
      }),
    );
    return [...rings, ...asked.value.flatMap((conversation) => this.#written(conversation))];
  }

  #written(conversation: Conversation): Request[] {
    const { with: from } = conversation;
    if (from === undefined) return [];
    const last = this.state.conversation(conversation).entries.value.findLast(({ mine }) => !mine);
    return [
      {
        key: conversation,
        from,
        sentence: t('asksToWrite', { name: nameOf(this.state, from) }),
        text: last?.text ?? '',
        accept: async () => {
          await conversation.accept();
          return contactOf(from);
        },
        decline: () => conversation.refuse(),
      },
    ];
  }

  #row(request: Request): TemplateResult {
    const { from, sentence, text } = request;
    return html`<li>
      <or-key-mark silent feed=${from}></or-key-mark>
      <div class="words">
        <p><strong>${sentence}</strong></p>
        ${text === '' ? nothing : html`<p class="text">${text}</p>`}
        <p class="small soft">${keyWords(from)}</p>
      </div>
      <div class="row">
        <button class="button" type="button" @click=${() => void this.#accept(request)}>${t('accept')}</button>
        <button class="button quiet" type="button" @click=${() => this.#decline(request)}>${t('decline')}</button>
        <button class="button quiet" type="button" @click=${() => void this.#block(request)}>${t('block')}</button>
      </div>
    </li>`;
  }

  #decline({ key, decline }: Request): void {
    this.#decided = key;
    decline();
  }

  async #block({ key, from }: Request): Promise<void> {
    this.#decided = key;
    if (!(await block(this, from)) && this.#decided === key) this.#decided = undefined;
  }

  async #accept({ accept }: Request): Promise<void> {
    const accepting = accept();
    if (await isKept(this.page, accepting)) this.router.go(await accepting);
  }
}

function contactOf(id: FeedId): Route {
  return { screen: 'contacts', id };
}

customElements.define('or-requests', Requests);
