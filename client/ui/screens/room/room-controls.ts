import { css, html, nothing, type TemplateResult } from 'lit';
import type { ShareMode } from '../../../shares/share-source.ts';
import type { ClientState } from '../../../state/client-state.ts';
import type { CaptureKind } from '../../../state/media-port.ts';
import { calledOf } from '../../conversation/names.ts';
import { buttons } from '../../elements/buttons.styles.ts';
import { controls } from '../../elements/controls.styles.ts';
import { type IconName, icon } from '../../elements/icons.ts';
import '../../elements/key-mark.ts';
import { keyWords } from '../../elements/key-words.ts';
import { lists } from '../../elements/lists.styles.ts';
import '../../elements/menu.ts';
import type { MenuItem } from '../../elements/menu.ts';
import { UiElement } from '../../elements/ui-element.ts';
import { t } from '../../locales/language.ts';
import { drawings } from '../../stage/drawings.ts';
import { keepMode, keptMode } from '../../stage/sharing/start-share.ts';
import { stageText } from '../../stage/stage-text.ts';

/** One button of the bar. */
interface Control {
  /** What it is called, and what it fires: `people` for `People`. */
  readonly name: 'chat' | 'people' | 'shortcuts' | 'leave';
  readonly drawing: IconName;
  /** How many things are new there. */
  readonly news?: number;
  readonly expanded?: boolean;
}

/**
 * The bar below a room, as high as a thumb: who one is, and `Share screen`, `Chat`, `People`, `Leave`. Each fires an event
 * of its name: `<or-room-controls .state unread=3 news=1 ?panel ?quiet @share @chat @people @shortcuts @leave>`; `share` has a
 * `CaptureKind` as detail.
 */
class RoomControls extends UiElement {
  static override properties = {
    state: { attribute: false },
    unread: { type: Number },
    news: { type: Number },
    panel: { type: Boolean },
    quiet: { type: Boolean },
    mode: { state: true },
  };
  static override styles = [
    controls,
    buttons,
    lists,
    css`
      .bar {
        display: flex;
        gap: var(--or-space-1);
        align-items: center;
        height: 4rem;
        padding-inline: var(--or-space-4);
        border-top: 1px solid var(--or-line);
        background: var(--or-card);
      }
      .own {
        display: flex;
        flex: 1;
        gap: var(--or-space-3);
        align-items: center;
        min-width: 0;
        min-height: var(--or-target);
        color: inherit;
        text-decoration: none;
      }
      .own or-key-mark {
        --or-mark-size: 2.25rem;
      }
      .own span {
        display: grid;
        min-width: 0;
        line-height: 1.3;
      }
      .own :is(b, small) {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .own b {
        font-weight: 600;
      }
      .own small {
        color: var(--or-soft);
        font-size: 0.8125rem;
      }
      .own:hover b {
        text-decoration: underline;
      }
      .place {
        position: relative;
      }
      .control {
        display: inline-flex;
        gap: var(--or-space-2);
        align-items: center;
        min-width: var(--or-target);
        min-height: var(--or-target);
        padding: 0 var(--or-space-3);
        border: 0;
        border-radius: var(--or-radius-m);
        background: none;
        color: var(--or-ink);
        font: 600 0.9375rem/1 var(--or-sans);
        cursor: pointer;
        transition: background-color var(--or-quick);
      }
      .control:hover {
        background: var(--or-hover);
      }
      .control[aria-expanded="true"] {
        background: var(--or-accent-ground);
        color: var(--or-accent);
      }
      .share {
        display: flex;
        align-items: center;
        margin-inline-end: var(--or-space-2);
        border: 1px solid var(--or-field-line);
        border-radius: var(--or-radius-m);
      }
      .share or-menu {
        --or-target: 2.5rem;
      }
      .short {
        display: none;
      }
      .leave {
        margin-inline-start: var(--or-space-2);
      }
      .leave .control {
        color: var(--or-wrong);
      }
      .leave .control:hover {
        background: var(--or-wrong-ground);
      }
      .shortcuts span {
        display: none;
      }
      .badge {
        position: absolute;
        inset-block-start: 0.1rem;
        inset-inline-start: 1.4rem;
        min-width: 1.125rem;
        height: 1.125rem;
        padding-inline: 0.25rem;
        font-size: 0.6875rem;
        pointer-events: none;
      }
      @media (max-width: 52rem) {
        .bar {
          justify-content: space-around;
          padding-inline: var(--or-space-1);
          padding-bottom: env(safe-area-inset-bottom);
        }
        .own,
        .shortcuts {
          display: none;
        }
        .place {
          flex: 1;
          max-width: 8rem;
        }
        .control {
          flex-direction: column;
          gap: 0.2rem;
          justify-content: center;
          width: 100%;
          min-width: 0;
          min-height: 3.25rem;
          padding-inline: 0;
          font-size: 0.8125rem;
        }
        .leave {
          margin: 0;
        }
        .share {
          flex: 1.4;
          max-width: 10rem;
          margin: 0;
          border: 0;
        }
        .share or-menu {
          --or-target: 2rem;
        }
        .long {
          display: none;
        }
        .short {
          display: inline;
        }
        .badge {
          inset-block-start: 0.15rem;
          inset-inline-start: calc(50% + 0.4rem);
        }
      }
      /* While a phone shows its keyboard, what one writes is all there is room for. */
      @media (max-height: 26rem) {
        :host {
          display: none;
        }
      }
    `,
  ];

  declare state: ClientState;
  declare unread: number;
  declare news: number;
  /** Whether the panel is shown. */
  declare panel: boolean;
  /** One only watches here: nothing is shared. */
  declare quiet: boolean;
  /** What the next share is made for. */
  declare mode: ShareMode;

  constructor() {
    super();
    this.mode = keptMode();
    this.unread = 0;
    this.news = 0;
    this.panel = false;
    this.quiet = false;
  }

  /** To `Share screen`, from which everything else is one step. */
  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('.share button')?.focus();
  }

  override render(): TemplateResult {
    const { id } = this.state.client;
    const name = this.state.ownName.value || calledOf(this.state, id);
    const all: readonly Control[] = [
      { name: 'chat', drawing: 'message-circle', news: this.unread },
      { name: 'people', drawing: 'users', news: this.news, expanded: this.panel },
      { name: 'shortcuts', drawing: 'keyboard' },
      { name: 'leave', drawing: 'log-out' },
    ];
    return html`<div class="bar" role="group" aria-label=${t('controls')}>
      <a class="own" href="/settings/key">
        <or-key-mark silent feed=${id}></or-key-mark>
        <span><b>${name}</b><small>${keyWords(id)}</small></span>
      </a>
      ${this.quiet ? nothing : this.#share()} ${all.map((control) => this.#button(control))}
    </div>`;
  }

  /** One click shares a screen; what else there is stands in a menu beside it. */
  #share(): TemplateResult {
    const label = stageText('shareScreen');
    return html`<span class="place share"><button
        class="control"
        type="button"
        aria-label=${label}
        title="${label} (D)"
        @click=${() => this.#fireShare('display')}
      >
        ${icon(drawings.monitorUp)}<span class="long">${label}</span><span class="short">${stageText('shareShort')}</span>
      </button><or-menu label=${stageText('shareMore')} .drawing=${drawings.chevronUp} .items=${this.#more()}></or-menu></span>`;
  }

  #more(): MenuItem[] {
    const modes = (['detail', 'motion'] as const).map((mode) => ({
      label: stageText(mode === 'detail' ? 'modeDetailHint' : 'modeMotionHint'),
      isChosen: this.mode === mode,
      act: () => {
        keepMode(mode);
        this.mode = mode;
      },
    }));
    return [
      { label: stageText('shareCamera'), icon: 'camera', act: () => this.#fireShare('camera') },
      { label: stageText('shareFile'), icon: drawings.film, act: () => this.#fireShare('file') },
      ...modes,
    ];
  }

  #fireShare(detail: CaptureKind): void {
    this.dispatchEvent(new CustomEvent('share', { detail }));
  }

  /** Its name stays the same whatever is new, so that scripts, voices and fingers find it; the rest describes it. */
  #button({ name, drawing, news = 0, expanded }: Control): TemplateResult {
    return html`<span class="place ${name}"><button
      class="control"
      type="button"
      aria-label=${t(name)}
      aria-description=${news > 0 ? t('countNew', { count: news }) : nothing}
      aria-expanded=${expanded === undefined ? nothing : `${expanded}`}
      title=${name === 'shortcuts' ? t(name) : nothing}
      @click=${() => this.dispatchEvent(new Event(name))}
    >
      ${icon(drawing)}<span>${t(name)}</span>
    </button>${news > 0 ? html`<span class="badge" aria-hidden="true">${news}</span>` : nothing}</span>`;
  }
}

customElements.define('or-room-controls', RoomControls);
