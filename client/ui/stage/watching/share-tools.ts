import type { Signal } from '@preact/signals-core';
import { css, html, nothing, type TemplateResult } from 'lit';
import type { SharePlayer } from '../../../state/media-port.ts';
import type { Loudness } from '../../../state/stage-state.ts';
import { buttons } from '../../elements/buttons.styles.ts';
import { controls } from '../../elements/controls.styles.ts';
import { type Drawing, icon } from '../../elements/icons.ts';
import '../../elements/menu.ts';
import type { MenuItem } from '../../elements/menu.ts';
import { UiElement } from '../../elements/ui-element.ts';
import { isNarrow } from '../../shell/narrow.ts';
import { drawings } from '../drawings.ts';
import { stageText } from '../stage-text.ts';
import { toolStyles } from '../tools.styles.ts';

/** What a button of the bar fires. */
type Act = 'pin' | 'window' | 'full' | 'stop';

/**
 * What can be done with a picture: sound, size, where it is shown. `<or-share-tools .player .loudness ?pinned ?window
 * ?seen ?past ?compact ?full @zoom @pin @window @full @stop>`; `zoom` has the key as detail that does the same. What there is no room for stands in a menu.
 */
class ShareTools extends UiElement {
  static override properties = {
    player: { attribute: false },
    loudness: { attribute: false },
    pinned: { type: Boolean },
    window: { type: Boolean },
    seen: { type: Boolean },
    past: { type: Boolean },
    compact: { type: Boolean },
    full: { type: Boolean },
  };
  static override styles = [
    controls,
    buttons,
    toolStyles,
    css`
      .tools {
        display: flex;
        align-items: center;
      }
      input {
        width: 5rem;
        accent-color: #8ad6b5;
      }
    `,
  ];

  declare player: SharePlayer | undefined;
  declare loudness: Signal<Loudness>;
  /** Whether it is to stay large. */
  declare pinned: boolean;
  /** Whether it can be shown in a window of its own. */
  declare window: boolean;
  /** Whether there is a picture. */
  declare seen: boolean;
  /** Whether there will be none any more: it can be put away, and that is all. */
  declare past: boolean;
  /** There is little room. */
  declare compact: boolean;
  /** Whether it fills the screen. */
  declare full: boolean;

  constructor() {
    super();
    this.pinned = false;
    this.window = false;
    this.seen = false;
    this.past = false;
    this.compact = false;
    this.full = false;
  }

  override render(): TemplateResult {
    const narrow = isNarrow.value || this.compact;
    if (this.past) return this.#button('x', stageText('stopWatching'), 'stop');
    return html`<div class="tools" role="toolbar" aria-label=${stageText('moreOf')}>
      ${this.#sound(narrow)}
      ${this.#zoom(drawings.zoomOut, 'zoomOut', '-')} ${narrow ? nothing : this.#zoom(drawings.shrink, 'zoomFit', '0')}
      ${this.#zoom(drawings.zoomIn, 'zoomIn', '+')}
      ${narrow ? nothing : this.#wide()}
      ${this.#button(drawings.maximize, stageText(this.full ? 'leaveFullScreen' : 'fullScreen'), 'full')}
      ${narrow ? this.#menu() : this.#button('x', stageText('stopWatching'), 'stop')}
    </div>`;
  }

  #wide(): TemplateResult {
    return html`${this.#button(drawings.pin, stageText('pin'), 'pin', this.pinned)}
      ${this.window && this.seen ? this.#button(drawings.pictureInPicture2, stageText('inPicture'), 'window') : nothing}`;
  }

  #menu(): TemplateResult {
    const window: MenuItem[] =
      this.window && this.seen
        ? [
            {
              label: stageText('inPicture'),
              icon: drawings.pictureInPicture2,
              act: () => this.#fire('window'),
            },
          ]
        : [];
    const items: MenuItem[] = [
      { label: stageText('zoomFit'), icon: drawings.shrink, act: () => this.#fireZoom('0') },
      {
        label: stageText(this.pinned ? 'unpin' : 'pin'),
        icon: drawings.pin,
        act: () => this.#fire('pin'),
      },
      ...window,
      { label: stageText('stopWatching'), icon: 'x', act: () => this.#fire('stop') },
    ];
    return html`<or-menu label=${stageText('moreOf')} .items=${items}></or-menu>`;
  }

  #sound(narrow: boolean): TemplateResult | typeof nothing {
    const { player, loudness } = this;
    const sound = player?.sound.value ?? 'none';
    if (player === undefined || sound === 'none' || sound === 'blocked') return nothing;
    const isMuted = sound === 'muted';
    const label = stageText(isMuted ? 'unmute' : 'mute');
    return html`<button class="icon-button" type="button" aria-label=${label} title=${label} @click=${this.#toggleMuted}>
        ${icon(isMuted ? drawings.volumeX : drawings.volume2)}
      </button>
      ${narrow ? nothing : this.#volume(loudness.value.volume)}`;
  }

  #volume(volume: number): TemplateResult {
    return html`<input type="range" min="0" max="1" step="0.05" aria-label=${stageText('volume')} .value=${`${volume}`} @input=${this.#onVolume} />`;
  }

  #zoom(drawing: Drawing, text: 'zoomIn' | 'zoomOut' | 'zoomFit', key: string): TemplateResult {
    const label = stageText(text);
    return html`<button class="icon-button" type="button" aria-label=${label} title="${label} (${key})" @click=${() => this.#fireZoom(key)}>
      ${icon(drawing)}
    </button>`;
  }

  #button(drawing: Drawing, label: string, act: Act, isPressed?: boolean): TemplateResult {
    return html`<button
      class="icon-button"
      type="button"
      aria-label=${label}
      aria-pressed=${isPressed ?? nothing}
      title=${act === 'full' ? `${label} (S)` : label}
      @click=${() => this.#fire(act)}
    >
      ${icon(drawing)}
    </button>`;
  }

  #fire(act: Act): void {
    this.dispatchEvent(new Event(act));
  }

  #fireZoom(detail: string): void {
    this.dispatchEvent(new CustomEvent('zoom', { detail }));
  }

  readonly #toggleMuted = (): void => {
    const { loudness } = this;
    loudness.value = { ...loudness.peek(), isMuted: !loudness.peek().isMuted };
  };

  readonly #onVolume = (event: InputEvent): void => {
    const volume = Number((event.target as HTMLInputElement).value);
    this.loudness.value = { ...this.loudness.peek(), volume };
  };
}

customElements.define('or-share-tools', ShareTools);
