import { html, type TemplateResult } from 'lit';
import type { ShareMode } from '../../../shares/share-source.ts';
import type { ClientState } from '../../../state/client-state.ts';
import type { CaptureKind } from '../../../state/media-port.ts';
import type { PageState } from '../../../state/page-state.ts';
import type { OwnShareView } from '../../../state/stage-state.ts';
import { buttons } from '../../elements/buttons.styles.ts';
import { controls } from '../../elements/controls.styles.ts';
import type { Dialog } from '../../elements/dialog.ts';
import '../../elements/dialog.ts';
import { icon } from '../../elements/icons.ts';
import '../../elements/menu.ts';
import type { MenuItem } from '../../elements/menu.ts';
import { UiElement } from '../../elements/ui-element.ts';
import { drawings } from '../drawings.ts';
import './preview.ts';
import { audienceWords, ownWords } from '../share-words.ts';
import { stageText } from '../stage-text.ts';
import { sharingBarStyles } from './sharing-bar.styles.ts';
import { type CaptureTrouble, changeSource, keepMode } from './start-share.ts';
import './viewer-list.ts';

const MODES = [
  { mode: 'detail', text: 'modeDetail', hint: 'modeDetailHint' },
  { mode: 'motion', text: 'modeMotion', hint: 'modeMotionHint' },
] as const;

/**
 * What one shares, while one does: a small picture of it, who sees it and how late, and how it goes on or ends.
 * `<or-sharing-bar .page .state .own @trouble @stopped>`; `trouble` has a `CaptureTrouble` as detail, `stopped` says that
 * its person has ended the share.
 */
class SharingBar extends UiElement {
  static override properties = {
    page: { attribute: false },
    state: { attribute: false },
    own: { attribute: false },
  };
  static override styles = [controls, buttons, sharingBarStyles];

  declare page: PageState;
  declare state: Pick<ClientState, 'name'>;
  declare own: OwnShareView;

  override render(): TemplateResult {
    const { own } = this;
    const isPaused = own.state.value === 'paused';
    const what = ownWords(own.source);
    const audience = audienceWords(own.viewers.value);
    return html`<div class="bar" role="group" aria-label=${stageText('ownShare')}>
        <or-preview class=${isPaused ? 'paused' : ''} .source=${own.source}></or-preview>
        <div class="words">
          <b>${isPaused ? `${what} · ${stageText('isPaused')}` : what}</b>
          <button class="audience" type="button" aria-haspopup="dialog" @click=${this.#showViewers}>${audience}</button>
        </div>
        ${this.#modes()}
        <button class="button quiet small" type="button" @click=${() => (isPaused ? own.resume() : own.pause())}>
          ${icon(isPaused ? drawings.play : drawings.pause)}<span>${stageText(isPaused ? 'resumeSharing' : 'pauseSharing')}</span>
        </button>
        <or-menu label=${stageText('changeSource')} drawing="refresh-cw" .items=${this.#sources()}></or-menu>
        <button class="button danger small stop" type="button" @click=${this.#stop}>
          ${icon(drawings.square)}<span>${stageText('stopSharing')}</span>
        </button>
      </div>
      <or-dialog heading=${stageText('viewers')}>
        <or-viewer-list .page=${this.page} .state=${this.state} .own=${own}></or-viewer-list>
      </or-dialog>`;
  }

  /** A film keeps the way in which it was made, and a camera moves in any case; a screen is either. */
  #modes(): TemplateResult {
    const now = this.own.rate.value.mode;
    return html`<fieldset class="modes">
      <legend class="only-read">${stageText('modeOf')}</legend>
      ${MODES.map(
        ({ mode, text, hint }) => html`<label title=${stageText(hint)}>
          <input type="radio" name="mode" .checked=${mode === now} @change=${() => this.#choose(mode)} /><span>${stageText(text)}</span>
        </label>`,
      )}
    </fieldset>`;
  }

  #choose(mode: ShareMode): void {
    keepMode(mode);
    this.own.setMode(mode);
  }

  #sources(): MenuItem[] {
    return [
      { label: stageText('otherScreen'), icon: drawings.monitorUp, act: () => void this.#change('display') },
      { label: stageText('aCamera'), icon: 'camera', act: () => void this.#change('camera') },
      { label: stageText('aFile'), icon: drawings.film, act: () => void this.#change('file') },
    ];
  }

  async #change(kind: CaptureKind): Promise<void> {
    const detail: CaptureTrouble | undefined = await changeSource(this.page, this.own, kind);
    if (detail !== undefined) this.dispatchEvent(new CustomEvent('trouble', { detail }));
  }

  readonly #stop = (): void => {
    this.own.stop();
    this.dispatchEvent(new Event('stopped'));
  };

  readonly #showViewers = (): void => {
    void this.renderRoot.querySelector<Dialog>('or-dialog')?.show();
  };
}

customElements.define('or-sharing-bar', SharingBar);
