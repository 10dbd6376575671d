import { css, html, nothing, type TemplateResult } from 'lit';
import type { Glimpse } from '../../../connection/look-at.ts';
import type { PageState } from '../../../state/page-state.ts';
import { controls } from '../../elements/controls.styles.ts';
import '../../elements/key-mark.ts';
import { keyWords } from '../../elements/key-words.ts';
import { lists } from '../../elements/lists.styles.ts';
import { UiElement } from '../../elements/ui-element.ts';
import { t } from '../../locales/language.ts';

/** Marks of people one knows; the others are a number. */
const MARKS = 6;

/** What is known of a room before one is in it. */
interface Facts {
  readonly id: string | undefined;
  readonly description: string;
  readonly online: number | undefined;
}

/** A room from outside: its mark, the heading in the slot `title`, what it is for, who is inside. */
class RoomFront extends UiElement {
  static override properties = {
    page: { attribute: false },
    glimpse: { attribute: false },
    name: {},
    host: {},
    here: { type: Boolean },
  };
  static override styles = [
    controls,
    lists,
    css`
      :host {
        display: grid;
        gap: var(--or-space-4);
        align-content: start;
        min-width: 0;
      }
      .mark {
        --or-mark-size: clamp(4.5rem, 3.5rem + 4vw, 6.5rem);
      }
      .wait {
        width: var(--or-mark-size);
        height: var(--or-mark-size);
        border-radius: 50% 50% 12% 12%;
        background: var(--or-hover);
      }
      .description {
        max-width: 34rem;
        color: var(--or-soft);
        font-size: var(--or-text-l);
        overflow-wrap: anywhere;
        white-space: pre-line;
      }
      .inside {
        display: flex;
        gap: var(--or-space-2);
        align-items: center;
        font-weight: 600;
      }
      .marks {
        display: flex;
      }
      .marks or-key-mark {
        --or-mark-size: 2rem;
        outline: 2px solid var(--or-ground);
      }
      .marks or-key-mark + or-key-mark {
        margin-inline-start: -0.4rem;
      }
      .words {
        overflow-wrap: anywhere;
      }
    `,
  ];

  declare page: PageState;
  declare glimpse: Glimpse | undefined;
  declare name: string;
  declare host: string;
  /** It is the room of the server that this page came from. */
  declare here: boolean;

  override render(): TemplateResult {
    const { id, description, online } = this.#facts();
    return html`<div class="mark">
        ${id === undefined ? html`<div class="wait"></div>` : html`<or-key-mark room silent feed=${id}></or-key-mark>`}
      </div>
      <slot name="title"></slot>
      ${description === '' ? nothing : html`<p class="description">${description}</p>`}
      ${online === undefined ? nothing : this.#inside(online)} ${this.#known(id)}
      <p class="small soft words">
        ${this.host === this.name ? nothing : t('elsewhereRoom', { host: this.host })}
        ${id === undefined ? t('joinIdle') : html`<br />${t('roomKey', { words: keyWords(id) })}`}
      </p>`;
  }

  #facts(): Facts {
    const here = this.here ? this.page.here.value : undefined;
    if (here !== undefined)
      return { id: here.roomId, description: here.description ?? '', online: here.online };
    const { id, description = '', online } = this.glimpse ?? {};
    return { id, description, online };
  }

  #inside(count: number): TemplateResult {
    return html`<p class="inside">
      <span class="dot ${count > 0 ? 'live' : ''}"></span>${count > 0 ? t('peopleOnline', { count }) : t('beFirst')}
    </p>`;
  }

  /** Contacts whom one has met in this room: who is inside now, it tells those who are inside. */
  #known(room: string | undefined): TemplateResult | typeof nothing {
    const contacts = this.page.clientState.value?.contacts.value ?? [];
    const known = contacts.filter(
      ({ relation, reach }) => relation !== 'blocked' && reach.some((seen) => seen.room === room),
    );
    if (known.length === 0) return nothing;
    return html`<div class="row">
      <span class="marks">
        ${known.slice(0, MARKS).map(({ id, name = '' }) => html`<or-key-mark feed=${id} name=${name}></or-key-mark>`)}
      </span>
      <span class="small soft">${t('youKnow', { count: known.length })}</span>
    </div>`;
  }
}

customElements.define('or-room-front', RoomFront);
